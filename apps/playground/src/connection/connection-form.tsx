import { useState } from 'preact/hooks'
import { Button } from '../ui/button.js'
import { Select } from '../ui/select.js'
import { TextField } from '../ui/text-field.js'
import { checkAgain } from './check-again.js'
import { connect } from './connect.js'
import { type ConnectionSettings, settings } from './settings.js'

const keyChoices = [
  { value: 'admin', label: 'Admin key: full access' },
  { value: 'api', label: 'API key: generate and read' },
] as const

/** The choice between the emulator and a server, and its address. */
export function ConnectionForm() {
  const [wanted, setWanted] = useState<ConnectionSettings>(settings.value)
  const [issue, setIssue] = useState<string>()
  const change = (changes: Partial<ConnectionSettings>) => setWanted({ ...wanted, ...changes })
  const submit = (event: Event) => {
    event.preventDefault()
    const problem = connect(wanted)
    setIssue(problem)
    // Submitting the same settings means: check again.
    if (!problem) void checkAgain()
  }
  return (
    <form class="connection-form" onSubmit={submit}>
      <fieldset class="connection-targets">
        <legend>Connect to</legend>
        <Target
          name="server"
          title="A TabbyAPI server"
          hint="On this machine, or anywhere your browser can reach."
          wanted={wanted}
          onChoose={(target) => change({ target })}
        />
        <Target
          name="emulator"
          title="The emulator in this page"
          hint="No server or GPU needed: scripted replies, with the behaviour of a real server."
          wanted={wanted}
          onChoose={(target) => change({ target })}
        />
      </fieldset>
      {wanted.target === 'server' ? (
        <>
          <TextField
            label="Address"
            type="url"
            inputMode="url"
            autocomplete="url"
            value={wanted.baseUrl}
            issue={issue}
            hint="Address of TabbyAPI. Include a path only if a gateway serves it below one."
            onText={(baseUrl) => change({ baseUrl })}
          />
          <div class="connection-keys">
            <TextField
              label="API key"
              type="password"
              value={wanted.apiKey}
              hint="For chat, tokens, embeddings and lists."
              onText={(apiKey) => change({ apiKey })}
            />
            <TextField
              label="Admin key"
              type="password"
              value={wanted.adminKey}
              hint="For loading, switching and downloading."
              onText={(adminKey) => change({ adminKey })}
            />
          </div>
          <p class="field-hint">
            Keys stay in this tab: they are kept until you close it, sent to this address only, and never part of a
            link.
          </p>
        </>
      ) : (
        <Select
          label="Key"
          value={wanted.emulatorKey}
          choices={keyChoices}
          hint="Choose the API key to see what it is not allowed to do."
          onChoice={(emulatorKey) => change({ emulatorKey })}
        />
      )}
      <div>
        <Button kind="primary" type="submit">
          Connect
        </Button>
      </div>
    </form>
  )
}

interface TargetProps {
  name: ConnectionSettings['target']
  title: string
  hint: string
  wanted: ConnectionSettings
  onChoose: (target: ConnectionSettings['target']) => void
}

function Target({ name, title, hint, wanted, onChoose }: TargetProps) {
  return (
    <label class="connection-target">
      <input type="radio" name="target" checked={wanted.target === name} onChange={() => onChoose(name)} />
      <span class="connection-target-title">{title}</span>
      <span class="field-hint">{hint}</span>
    </label>
  )
}

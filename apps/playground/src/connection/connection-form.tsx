import { useState } from 'preact/hooks'
import { Button } from '../ui/button.js'
import { Checkbox } from '../ui/checkbox.js'
import { Select } from '../ui/select.js'
import { TextField } from '../ui/text-field.js'
import { checkAgain } from './check-again.js'
import { connect } from './connect.js'
import { type KnownServer, knownServers } from './known-servers.js'
import { ServerList } from './server-list.js'
import { type ConnectionSettings, settings } from './settings.js'
import { toAddress } from './to-address.js'

const keyChoices = [
  { value: 'admin', label: 'Admin key: full access' },
  { value: 'api', label: 'API key: generate and read' },
] as const

/** The servers that are known, the choice between the emulator and a server, and its address. */
export function ConnectionForm() {
  const [wanted, setWanted] = useState<ConnectionSettings>(settings.value)
  const known = findServer(wanted.baseUrl)
  const [name, setName] = useState<string>()
  const [keeps, setKeeps] = useState<boolean>()
  const keepsKeys = keeps ?? Boolean(known?.apiKey || known?.adminKey)
  const [issue, setIssue] = useState<string>()
  const change = (changes: Partial<ConnectionSettings>) => setWanted({ ...wanted, ...changes })
  const submit = (event: Event) => {
    event.preventDefault()
    const problem = connect(wanted, { name, keepsKeys })
    setIssue(problem)
    if (!problem) setWanted(settings.value)
    // Submitting the same settings means: check again.
    if (!problem) void checkAgain()
  }
  const choose = ({ baseUrl, apiKey, adminKey }: KnownServer) => {
    const chosen: ConnectionSettings = { ...wanted, target: 'server', baseUrl, apiKey, adminKey }
    setWanted(chosen)
    setName(undefined)
    setKeeps(undefined)
    setIssue(connect(chosen, { keepsKeys: Boolean(apiKey || adminKey) }))
  }
  return (
    <form class="connection-form" onSubmit={submit}>
      <ServerList onConnect={choose} />
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
            inputMode="url"
            autocomplete="url"
            value={wanted.baseUrl}
            issue={issue}
            hint="Address of TabbyAPI. Include a path only if a gateway serves it below one."
            onText={(baseUrl) => change({ baseUrl })}
          />
          <TextField
            label="Name"
            value={name ?? known?.name ?? ''}
            placeholder="Optional: what you call it"
            onText={setName}
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
          <Checkbox
            label="Remember the keys in this browser"
            hint={
              keepsKeys
                ? 'Anyone who uses this browser profile can read them. They are sent to this address only.'
                : 'The address is remembered. Keys are kept until you close this tab, and sent to this address only.'
            }
            checked={keepsKeys}
            onToggle={setKeeps}
          />
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

function findServer(address: string): KnownServer | undefined {
  const baseUrl = toAddress(address)
  return knownServers.value.find((each) => each.baseUrl === baseUrl)
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

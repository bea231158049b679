import { useState } from 'preact/hooks'
import { Button } from '../ui/button.js'
import { Checkbox } from '../ui/checkbox.js'
import { Select } from '../ui/select.js'
import { TextField } from '../ui/text-field.js'
import { connectionWords } from '../words/connection-words.js'
import { checkAgain } from './check-again.js'
import { connect } from './connect.js'
import { type KnownServer, knownServers } from './known-servers.js'
import { ServerList } from './server-list.js'
import { type ConnectionSettings, settings } from './settings.js'
import { toAddress } from './to-address.js'

const keyChoices = [
  { value: 'admin', label: connectionWords.adminKeyFullAccess },
  { value: 'api', label: connectionWords.apiKeyGenerateAndRead },
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
        <legend>{connectionWords.connectTo}</legend>
        <Target
          name="server"
          title={connectionWords.aTabbyapiServer}
          hint={connectionWords.onThisMachineOrAnywhere}
          wanted={wanted}
          onChoose={(target) => change({ target })}
        />
        <Target
          name="emulator"
          title={connectionWords.theEmulatorInThisPage}
          hint={connectionWords.noServerOrGpuNeeded}
          wanted={wanted}
          onChoose={(target) => change({ target })}
        />
      </fieldset>
      {wanted.target === 'server' ? (
        <>
          <TextField
            label={connectionWords.address}
            inputMode="url"
            autocomplete="url"
            value={wanted.baseUrl}
            issue={issue}
            hint={connectionWords.addressOfTabbyapiIncludeA}
            onText={(baseUrl) => change({ baseUrl })}
          />
          <TextField
            label={connectionWords.name}
            value={name ?? known?.name ?? ''}
            placeholder={connectionWords.optionalWhatYouCallIt}
            onText={setName}
          />
          <div class="connection-keys">
            <TextField
              label={connectionWords.apiKey}
              type="password"
              value={wanted.apiKey}
              hint={connectionWords.forChatTokensEmbeddingsAnd}
              onText={(apiKey) => change({ apiKey })}
            />
            <TextField
              label={connectionWords.adminKey}
              type="password"
              value={wanted.adminKey}
              hint={connectionWords.forLoadingSwitchingAnd}
              onText={(adminKey) => change({ adminKey })}
            />
          </div>
          <Checkbox
            label={connectionWords.rememberTheKeysInThis}
            hint={keepsKeys ? connectionWords.anyoneWhoUsesThisBrowser : connectionWords.theAddressIsRememberedKeys}
            checked={keepsKeys}
            onToggle={setKeeps}
          />
        </>
      ) : (
        <Select
          label={connectionWords.key}
          value={wanted.emulatorKey}
          choices={keyChoices}
          hint={connectionWords.chooseTheApiKeyTo}
          onChoice={(emulatorKey) => change({ emulatorKey })}
        />
      )}
      <div>
        <Button kind="primary" type="submit">
          {connectionWords.connect}
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

import { Button } from '../ui/button.js'
import { Icon } from '../ui/icon.js'
import { connectionWords } from '../words/connection-words.js'
import { forgetServer, type KnownServer, knownServers } from './known-servers.js'
import { settings } from './settings.js'

/** The servers that this browser knows. `onConnect` is called with the one to connect to. */
export function ServerList({ onConnect }: { onConnect: (server: KnownServer) => void }) {
  if (knownServers.value.length === 0) return null
  const { target, baseUrl: currentUrl } = settings.value
  return (
    <section class="server-list" aria-labelledby="known-servers">
      <h2 id="known-servers">{connectionWords.servers}</h2>
      <ul>
        {knownServers.value.map((server) => {
          const { name, baseUrl, apiKey, adminKey } = server
          const isCurrent = target === 'server' && baseUrl === currentUrl
          const facts = [
            name === new URL(baseUrl, location.href).host ? '' : baseUrl,
            apiKey || adminKey ? connectionWords.keysKept : '',
          ]
          return (
            <li key={baseUrl}>
              <span class="server-list-name">
                {name}
                <span class="field-hint">{facts.filter(Boolean).join(' · ')}</span>
              </span>
              {isCurrent ? (
                <span class="server-list-current">{connectionWords.inUse}</span>
              ) : (
                <Button label={connectionWords.connectToServer(name)} onClick={() => onConnect(server)}>
                  {connectionWords.connect}
                </Button>
              )}
              <Button kind="quiet" label={connectionWords.forget(name)} onClick={() => forgetServer(baseUrl)}>
                <Icon name="cross" />
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

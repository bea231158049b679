import { Button } from '../ui/button.js'
import { Icon } from '../ui/icon.js'
import { forgetServer, type KnownServer, knownServers } from './known-servers.js'
import { settings } from './settings.js'

/** The servers that this browser knows. `onConnect` is called with the one to connect to. */
export function ServerList({ onConnect }: { onConnect: (server: KnownServer) => void }) {
  if (knownServers.value.length === 0) return null
  const { target, baseUrl: currentUrl } = settings.value
  return (
    <section class="server-list" aria-labelledby="known-servers">
      <h2 id="known-servers">Servers</h2>
      <ul>
        {knownServers.value.map((server) => {
          const { name, baseUrl, apiKey, adminKey } = server
          const isCurrent = target === 'server' && baseUrl === currentUrl
          const facts = [
            name === new URL(baseUrl, location.href).host ? '' : baseUrl,
            apiKey || adminKey ? 'keys kept' : '',
          ]
          return (
            <li key={baseUrl}>
              <span class="server-list-name">
                {name}
                <span class="field-hint">{facts.filter(Boolean).join(' · ')}</span>
              </span>
              {isCurrent ? (
                <span class="server-list-current">in use</span>
              ) : (
                <Button label={`Connect to ${name}`} onClick={() => onConnect(server)}>
                  Connect
                </Button>
              )}
              <Button kind="quiet" label={`Forget ${name}`} onClick={() => forgetServer(baseUrl)}>
                <Icon name="cross" />
              </Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

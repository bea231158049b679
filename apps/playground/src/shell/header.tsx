import { connection } from '../connection/connection.js'
import { InspectorToggle } from '../inspector/inspector-toggle.js'
import { route, routes } from './route.js'
import { ThemeToggle } from './theme-toggle.js'

const titles = { chat: 'Chat', models: 'Models', embeddings: 'Embeddings', connection: 'Connection' }

/** Navigation, what the page is connected to, and the switches that belong to no view. */
export function Header() {
  const { isEmulator, baseUrl, model } = connection.value
  return (
    <header class="header">
      <a class="header-name" href="#/chat">
        Tabby<span>playground</span>
      </a>
      <nav class="header-views" aria-label="Views">
        {routes.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={route.value === name ? 'page' : undefined}>
            {titles[name]}
          </a>
        ))}
      </nav>
      <a class="header-server" href="#/connection" title={isEmulator ? 'The emulator inside this page' : baseUrl}>
        {isEmulator ? 'Emulator in this page' : new URL(baseUrl, location.href).host}
        {model ? ` · ${model}` : ''}
      </a>
      <InspectorToggle />
      <ThemeToggle />
    </header>
  )
}

import { connection } from '../connection/connection.js'
import { InspectorToggle } from '../inspector/inspector-toggle.js'
import { isLoading as isModelLoading } from '../models/load/model-loads.js'
import { shellWords } from '../words/shell-words.js'
import { route } from './route.js'
import { routes } from './routes.js'
import { ThemeToggle } from './theme-toggle.js'

const titles = {
  chat: shellWords.chat,
  notebook: shellWords.notebook,
  compare: shellWords.compare,
  models: shellWords.models,
  embeddings: shellWords.embeddings,
  connection: shellWords.connection,
}

/** Navigation, the connection, and the controls that belong to no view. */
export function Header() {
  return (
    <header class="header">
      <a class="header-name" href="#/chat">
        {shellWords.tabby}
        <span>{shellWords.playground}</span>
      </a>
      <nav class="header-views" aria-label={shellWords.views}>
        {routes.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={route.value === name ? 'page' : undefined}>
            {titles[name]}
          </a>
        ))}
      </nav>
      <ServerLink />
      <div class="header-tools">
        <InspectorToggle />
        <ThemeToggle />
      </div>
    </header>
  )
}

/** The server, the loaded model, and a link to change them. */
function ServerLink() {
  const { isEmulator, baseUrl, model, report } = connection.value
  // During a load no model is available, but nothing is wrong.
  const isLoading = isModelLoading(baseUrl)
  const isOpen = report === undefined || isLoading
  const light = isOpen ? '' : report.ok ? 'header-server-good' : 'header-server-bad'
  const state = isLoading ? 'loading' : isOpen ? 'checking' : report.ok ? 'connected' : shellWords.somethingIsWrong
  const problem = isOpen ? undefined : report.problems.find(({ severity }) => severity === 'error')
  return (
    <a class="header-server" href="#/connection" title={isEmulator ? shellWords.theEmulatorInThisPage : baseUrl}>
      <span class={`header-server-light ${light}`} aria-hidden="true" />
      <span class="visually-hidden">{state}: </span>
      <span class="header-server-words">
        {isEmulator ? shellWords.emulator : new URL(baseUrl, location.href).host}
        {problem ? ` · ${problem.title}` : model ? ` · ${model}` : ''}
      </span>
    </a>
  )
}

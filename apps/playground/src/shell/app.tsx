/*
 * How a view works: it is a component in a folder of its own, loaded when it is first shown.
 * - The client: `import { connection } from '../connection/connection.js'`, then
 *   `const { client, permission, isEmulator } = connection.value` while rendering. It is always there; it is another
 *   one after the user has connected somewhere else, so effects take `client` as a dependency.
 * - After loading or unloading a model: `void checkAgain()` of `../connection/check-again.js` tells the header.
 * - Controls come from `../ui/`; colours, spacing and type only from the custom properties in `../styles/tokens.css`.
 * - What a view looks like lies beside it (`chat.css`), imported by its component, so that it arrives with the view.
 */
import { Suspense } from 'preact/compat'
import { isInspectorOpen } from '../inspector/inspector-toggle.js'
import { UpdateOffer } from '../offline/update-offer.js'
import { shellWords } from '../words/shell-words.js'
import { EmulatorBanner } from './emulator-banner.js'
import { fetchLater } from './fetch-later.js'
import { Header } from './header.js'
import { route } from './route.js'
import { Shortcuts } from './shortcuts.js'

const views = {
  chat: fetchLater(() => import('../chat/chat-view.js').then(({ ChatView }) => ChatView)),
  notebook: fetchLater(() => import('../notebook/notebook-view.js').then(({ NotebookView }) => NotebookView)),
  compare: fetchLater(() => import('../compare/compare-view.js').then(({ CompareView }) => CompareView)),
  models: fetchLater(() => import('../models/models-view.js').then(({ ModelsView }) => ModelsView)),
  embeddings: fetchLater(() => import('../embeddings/embeddings-view.js').then(({ EmbeddingsView }) => EmbeddingsView)),
  connection: fetchLater(() => import('../connection/connection-view.js').then(({ ConnectionView }) => ConnectionView)),
}

const InspectorPanel = fetchLater(() =>
  import('../inspector/inspector-panel.js').then((loaded) => loaded.InspectorPanel),
)

/** The whole page: header and the view that the address names. */
export function App() {
  const View = views[route.value]
  return (
    <div class={isInspectorOpen.value ? 'app app-inspected' : 'app'}>
      <a class="skip-link" href="#main">
        {shellWords.skipToTheContent}
      </a>
      <Header />
      <EmulatorBanner />
      <UpdateOffer />
      <main id="main" class={`main main-${route.value}`} tabIndex={-1}>
        <Suspense fallback={<p class="main-loading">{shellWords.loading}</p>}>
          <View key={route.value} />
        </Suspense>
      </main>
      <Shortcuts />
      {isInspectorOpen.value ? (
        <Suspense fallback={null}>
          <InspectorPanel />
        </Suspense>
      ) : null}
    </div>
  )
}

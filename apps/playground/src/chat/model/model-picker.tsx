import { useSignal } from '@preact/signals'
import { Suspense } from 'preact/compat'
import { connection } from '../../connection/connection.js'
import { modelLoads } from '../../models/load/model-loads.js'
import { fetchLater } from '../../shell/fetch-later.js'
import { Icon } from '../../ui/icon.js'
import { chatWords } from '../../words/chat-words.js'

const ModelDialog = fetchLater(() => import('./model-dialog.js').then((loaded) => loaded.ModelDialog))

/** The loaded model, or how far a load is, as a button that opens the list of models. */
export function ModelPicker() {
  const isOpen = useSignal(false)
  const words = describeModel()
  return (
    <>
      <button
        type="button"
        class={`model-picker${words.isMissing ? ' model-picker-missing' : ''}`}
        aria-haspopup="dialog"
        title={chatWords.chooseTheModel}
        onClick={() => (isOpen.value = true)}
      >
        <span class="model-picker-name">{words.text}</span>
        <Icon name="down" />
      </button>
      {isOpen.value ? (
        <Suspense fallback={null}>
          <ModelDialog onClose={() => (isOpen.value = false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function describeModel(): { text: string; isMissing: boolean } {
  const { baseUrl, model, report } = connection.value
  const load = modelLoads.value[baseUrl]
  const isLoading = load?.phase === 'waiting' || load?.phase === 'loading'
  if (isLoading) {
    return { text: chatWords.loadingShare(load.params.model_name, Math.floor(100 * load.fraction)), isMissing: false }
  }
  if (model) return { text: model, isMissing: false }
  if (!report) return { text: chatWords.connecting, isMissing: false }
  const isReachable = report.problems.every(({ code }) => code === 'no_model')
  return { text: isReachable ? chatWords.noModelIsLoadedChoose : chatWords.noConnection, isMissing: true }
}

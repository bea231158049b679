import { listEmbeddingModels, loadEmbeddingModel, unloadEmbeddingModel } from '@tabby/models'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { useAction } from '../../server/use-action.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { modelWords } from '../../words/model-words.js'
import { Panel } from '../panel.js'
import { readLoadedModel } from '../read-loaded-model.js'

/** The embedding models. They are loaded beside the main model, without progress. */
export function EmbeddingModels() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const loaded = useResource((signal) => readLoadedModel(client, 'embedding', signal), [client])
  const list = useResource((signal) => listEmbeddingModels(client, { signal }), [client])
  const action = useAction()
  const reason = obstacle ?? (action.isRunning ? modelWords.theServerIsBusy : undefined)
  const error = list.error ?? loaded.error
  const name = loaded.value?.id
  const names = [...new Set([...(name ? [name] : []), ...(list.value?.data ?? []).map(({ id }) => id)])].sort()
  const load = (embedding_model_name: string): void =>
    void action.run(async () => {
      // The server refuses a second one beside it.
      if (name !== undefined) await unloadEmbeddingModel(client)
      await loadEmbeddingModel(client, { embedding_model_name })
    })
  return (
    <Panel title={modelWords.embeddingModel}>
      {error === undefined ? null : <FailureNotice error={error} />}
      {names.length === 0 && list.value ? <p class="panel-empty">{modelWords.noneIsLoadedAndNone}</p> : null}
      <ul class="model-list" aria-label={modelWords.embeddingModels}>
        {names.map((each) => (
          <li key={each}>
            <span class="model-name">{each}</span>
            {each === name ? <span class="badge">{modelWords.loaded}</span> : null}
            {each === name ? (
              <Button
                label={modelWords.unloadModel(each)}
                disabledReason={reason}
                onClick={() => void action.run(() => unloadEmbeddingModel(client))}
              >
                {modelWords.unloadPlain}
              </Button>
            ) : (
              <Button label={modelWords.loadModel(each)} disabledReason={reason} onClick={() => load(each)}>
                {action.isRunning ? modelWords.working : modelWords.load}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {action.failure === undefined ? null : <FailureNotice error={action.failure} />}
    </Panel>
  )
}

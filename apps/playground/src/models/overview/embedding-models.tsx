import { listEmbeddingModels, loadEmbeddingModel, unloadEmbeddingModel } from '@tabby/models'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { useAction } from '../../server/use-action.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Panel } from '../panel.js'
import { readLoadedModel } from '../read-loaded-model.js'

/** The embedding models. They are loaded beside the main model, without progress. */
export function EmbeddingModels() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const loaded = useResource((signal) => readLoadedModel(client, 'embedding', signal), [client])
  const list = useResource((signal) => listEmbeddingModels(client, { signal }), [client])
  const action = useAction()
  const reason = obstacle ?? (action.isRunning ? 'the server is busy' : undefined)
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
    <Panel title="Embedding model">
      {error === undefined ? null : <FailureNotice error={error} />}
      {names.length === 0 && list.value ? <p class="panel-empty">None is loaded, and none is available.</p> : null}
      <ul class="model-list" aria-label="Embedding models">
        {names.map((each) => (
          <li key={each}>
            <span class="model-name">{each}</span>
            {each === name ? <span class="badge">loaded</span> : null}
            {each === name ? (
              <Button
                label={`Unload ${each}`}
                disabledReason={reason}
                onClick={() => void action.run(() => unloadEmbeddingModel(client))}
              >
                Unload
              </Button>
            ) : (
              <Button label={`Load ${each}`} disabledReason={reason} onClick={() => load(each)}>
                {action.isRunning ? 'Working…' : 'Load'}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {action.failure === undefined ? null : <FailureNotice error={action.failure} />}
    </Panel>
  )
}

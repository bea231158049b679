import { useState } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { useResource } from '../../server/use-resource.js'
import { LoadDialog } from '../load/load-dialog.js'
import { LoadProgress } from '../load/load-progress.js'
import { modelLoads } from '../load/model-loads.js'
import { readLoadedModel } from '../read-loaded-model.js'
import { CurrentModel } from './current-model.js'
import { EmbeddingModels } from './embedding-models.js'
import { ModelList } from './model-list.js'

/** Which models there are, which are loaded, and how far a load is. */
export function OverviewTab() {
  const { client } = connection.value
  const loaded = useResource((signal) => readLoadedModel(client, 'main', signal), [client])
  const [asked, setAsked] = useState<string | undefined>(undefined)
  // The server unloads the model before the first step of another load, so the card is out of date.
  const isGone = modelLoads.value[client.baseUrl]?.phase === 'loading'
  const loadedName = isGone ? undefined : loaded.value?.id
  return (
    <div class="models-columns">
      <div class="models-column">
        <LoadProgress />
        {isGone ? null : <CurrentModel loaded={loaded} onLoad={setAsked} />}
        <EmbeddingModels />
      </div>
      <div class="models-column">
        <ModelList loadedName={loadedName} onLoad={setAsked} />
      </div>
      {asked === undefined ? null : (
        <LoadDialog name={asked} loadedName={loadedName} onClose={() => setAsked(undefined)} />
      )}
    </div>
  )
}

import { useState } from 'preact/hooks'
import { listDraftModels, listModels } from '@tabby/models'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { TextField } from '../../ui/text-field.js'
import { modelWords } from '../../words/model-words.js'
import { AdminNote } from '../admin-note.js'
import { isLoading } from '../load/model-loads.js'
import { Panel } from '../panel.js'

/** The models on the server, with a filter. */
export function ModelList({ loadedName, onLoad }: { loadedName: string | undefined; onLoad: (name: string) => void }) {
  const { client } = connection.value
  const refusal = readAdminObstacle(connection.value)
  const obstacle = refusal ?? (isLoading(client.baseUrl) ? modelWords.anotherLoadIsRunning : undefined)
  const main = useResource((signal) => listModels(client, { signal }), [client])
  const draft = useResource((signal) => listDraftModels(client, { signal }), [client])
  const [filter, setFilter] = useState('')
  const fits = (name: string): boolean => name.toLowerCase().includes(filter.trim().toLowerCase())
  const names = (main.value?.data ?? []).map(({ id }) => id).sort()
  const shown = names.filter(fits)
  const drafts = (draft.value?.data ?? []).map(({ id }) => id).sort()
  return (
    <Panel
      title={modelWords.modelsOnTheServer}
      aside={
        <Button kind="quiet" label={modelWords.reloadTheList} onClick={main.readAgain}>
          <span aria-hidden="true">↻</span>
        </Button>
      }
    >
      <AdminNote what={modelWords.loadingPermission} list={modelWords.theLoadedModel} />
      {main.error === undefined ? null : <FailureNotice error={main.error} />}
      {names.length > 3 ? (
        <TextField
          label={modelWords.filter}
          type="search"
          value={filter}
          onText={setFilter}
          placeholder={modelWords.partOfAName}
        />
      ) : null}
      <ul class="model-list" aria-label={modelWords.models}>
        {shown.map((name) => (
          <li key={name}>
            <span class="model-name">{name}</span>
            {name === loadedName ? <span class="badge">{modelWords.loaded}</span> : null}
            <Button
              disabledReason={obstacle}
              label={`${name === loadedName ? modelWords.reload : modelWords.load} ${name}`}
              onClick={() => onLoad(name)}
            >
              {name === loadedName ? modelWords.reloadOffer : modelWords.loadOffer}
            </Button>
          </li>
        ))}
      </ul>
      {main.value && shown.length === 0 ? (
        <p class="panel-empty">{names.length === 0 ? modelWords.theListIsEmpty : modelWords.noModelMatches}</p>
      ) : null}
      {refusal ? null : (
        <div class="panel-actions">
          <Button disabledReason={obstacle} onClick={() => onLoad('')}>
            {modelWords.loadByPath}
          </Button>
        </div>
      )}
      {drafts.length > 0 ? <p class="field-hint">{modelWords.draftModelsChooseOneWhen(drafts.join(', '))}</p> : null}
    </Panel>
  )
}

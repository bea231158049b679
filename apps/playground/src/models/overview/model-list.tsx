import { useState } from 'preact/hooks'
import { listDraftModels, listModels } from '@tabby/models'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { TextField } from '../../ui/text-field.js'
import { AdminNote } from '../admin-note.js'
import { isLoading } from '../load/model-loads.js'
import { Panel } from '../panel.js'

/** The models on the server, with a filter. */
export function ModelList({ loadedName, onLoad }: { loadedName: string | undefined; onLoad: (name: string) => void }) {
  const { client } = connection.value
  const refusal = readAdminObstacle(connection.value)
  const obstacle = refusal ?? (isLoading(client.baseUrl) ? 'another load is running' : undefined)
  const main = useResource((signal) => listModels(client, { signal }), [client])
  const draft = useResource((signal) => listDraftModels(client, { signal }), [client])
  const [filter, setFilter] = useState('')
  const fits = (name: string): boolean => name.toLowerCase().includes(filter.trim().toLowerCase())
  const names = (main.value?.data ?? []).map(({ id }) => id).sort()
  const shown = names.filter(fits)
  const drafts = (draft.value?.data ?? []).map(({ id }) => id).sort()
  return (
    <Panel
      title="Models on the server"
      aside={
        <Button kind="quiet" label="Reload the list" onClick={main.readAgain}>
          <span aria-hidden="true">↻</span>
        </Button>
      }
    >
      <AdminNote what="Loading" list="the loaded model" />
      {main.error === undefined ? null : <FailureNotice error={main.error} />}
      {names.length > 3 ? (
        <TextField label="Filter" type="search" value={filter} onText={setFilter} placeholder="Part of a name" />
      ) : null}
      <ul class="model-list" aria-label="Models">
        {shown.map((name) => (
          <li key={name}>
            <span class="model-name">{name}</span>
            {name === loadedName ? <span class="badge">loaded</span> : null}
            <Button
              disabledReason={obstacle}
              label={`${name === loadedName ? 'Reload' : 'Load'} ${name}`}
              onClick={() => onLoad(name)}
            >
              {name === loadedName ? 'Reload…' : 'Load…'}
            </Button>
          </li>
        ))}
      </ul>
      {main.value && shown.length === 0 ? (
        <p class="panel-empty">{names.length === 0 ? 'The list is empty.' : 'No model matches.'}</p>
      ) : null}
      {refusal ? null : (
        <div class="panel-actions">
          <Button disabledReason={obstacle} onClick={() => onLoad('')}>
            Load by path…
          </Button>
        </div>
      )}
      {drafts.length > 0 ? (
        <p class="field-hint">Draft models (choose one when you load a model): {drafts.join(', ')}.</p>
      ) : null}
    </Panel>
  )
}

import './model-dialog.css'
import { listModels } from '@tabby/models'
import { useState } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { AdminNote } from '../../models/admin-note.js'
import { formatTimeLeft } from '../../models/load/format-time-left.js'
import { isLoading, modelLoads } from '../../models/load/model-loads.js'
import { runModelLoad } from '../../models/load/run-model-load.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Progress } from '../../ui/progress.js'
import { TextField } from '../../ui/text-field.js'
import { chatWords } from '../../words/chat-words.js'

/** The models of the server: a click loads one, as the server is configured. */
export function ModelDialog({ onClose }: { onClose: () => void }) {
  const { client, baseUrl, model } = connection.value
  const models = useResource((signal) => listModels(client, { signal }), [client])
  const [filter, setFilter] = useState('')
  const load = modelLoads.value[baseUrl]
  const obstacle =
    readAdminObstacle(connection.value) ?? (isLoading(baseUrl) ? chatWords.anotherLoadIsRunning : undefined)
  const names = (models.value?.data ?? []).map(({ id }) => id).sort()
  const shown = names.filter((name) => name.toLowerCase().includes(filter.trim().toLowerCase()))
  return (
    <Dialog
      title={chatWords.chooseAModel}
      onClose={onClose}
      actions={<Button onClick={onClose}>{chatWords.close}</Button>}
    >
      <div class="model-dialog">
        <AdminNote what={chatWords.loading} list={chatWords.theLoadedModel} />
        {load && isLoading(baseUrl) ? (
          <Progress
            label={chatWords.loadingModel(load.params.model_name)}
            fraction={load.phase === 'waiting' ? undefined : load.fraction}
            detail={load.phase === 'waiting' ? chatWords.waitingForRunningReplies : formatTimeLeft(load.timeLeft)}
          />
        ) : null}
        {load?.phase === 'failed' ? <FailureNotice error={load.error} /> : null}
        {models.error === undefined ? null : <FailureNotice error={models.error} />}
        {names.length > 6 ? (
          <TextField
            label={chatWords.filter}
            type="search"
            value={filter}
            onText={setFilter}
            placeholder={chatWords.partOfAName}
          />
        ) : null}
        <ul class="model-dialog-list" aria-label={chatWords.models}>
          {shown.map((name) => (
            <li key={name}>
              <span class="model-dialog-name">{name}</span>
              {name === model ? (
                <span class="model-dialog-loaded">{chatWords.loaded}</span>
              ) : (
                <Button
                  label={chatWords.loadModel(name)}
                  disabledReason={obstacle}
                  onClick={() => void runModelLoad(client, { model_name: name })}
                >
                  {chatWords.load}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {models.value && shown.length === 0 ? <p class="field-hint">{chatWords.noModelMatches}</p> : null}
        <p class="field-hint">
          {model ? `${chatWords.loadingAnotherOneUnloads(model)} ` : ''}
          {chatWords.contextLengthCacheAndTemplates} <a href="#/models">{chatWords.models}</a>
        </p>
      </div>
    </Dialog>
  )
}

import { useState } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { Button } from '../../ui/button.js'
import { Select } from '../../ui/select.js'
import { TextField } from '../../ui/text-field.js'
import { modelWords } from '../../words/model-words.js'
import { AdminNote } from '../admin-note.js'
import { Panel } from '../panel.js'
import { DownloadProgress } from './download-progress.js'
import { modelDownloads, runModelDownload } from './model-download.js'
import { type DownloadForm, emptyDownloadForm, toDownloadParams } from './to-download-params.js'

/** Has the server download a model or LoRA. */
export function DownloadTab() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const [form, setForm] = useState<DownloadForm>(emptyDownloadForm)
  const change = (changed: Partial<DownloadForm>): void => setForm({ ...form, ...changed })
  const isRunning = modelDownloads.value[client.baseUrl]?.phase === 'running'
  const missing = form.repository.trim() === '' ? modelWords.needsARepository : undefined
  const reason = obstacle ?? (isRunning ? modelWords.aDownloadIsRunning : missing)
  const start = (): void => void runModelDownload(client, toDownloadParams(form))
  return (
    <div class="models-narrow">
      <DownloadProgress />
      <Panel title={modelWords.fromHuggingFaceToThe}>
        <AdminNote what={modelWords.aDownload} />
        <form
          class="form-grid"
          onSubmit={(event) => {
            event.preventDefault()
            if (!reason) start()
          }}
        >
          <div class="form-wide">
            <TextField
              label={modelWords.repository}
              hint={modelWords.ownerNameOrItsUrl}
              value={form.repository}
              onText={(repository) => change({ repository })}
              spellcheck={false}
            />
          </div>
          <TextField
            label={modelWords.revision}
            hint={modelWords.branchTagOrCommitExl3}
            value={form.revision}
            onText={(revision) => change({ revision })}
            spellcheck={false}
          />
          <TextField
            label={modelWords.folder}
            hint={modelWords.mustNotExistYetDefault}
            value={form.folder}
            onText={(folder) => change({ folder })}
            spellcheck={false}
          />
          <TextField
            label={modelWords.include}
            hint={modelWords.filePatternsSuchAsJson}
            value={form.include}
            onText={(include) => change({ include })}
            spellcheck={false}
          />
          <TextField
            label={modelWords.exclude}
            hint={modelWords.patternsOfFilesToSkip}
            value={form.exclude}
            onText={(exclude) => change({ exclude })}
            spellcheck={false}
          />
          <Select
            label={modelWords.type}
            value={form.type}
            choices={[
              { value: 'model', label: modelWords.model },
              { value: 'lora', label: modelWords.lora },
            ]}
            onChoice={(type) => change({ type })}
          />
          <TextField
            label={modelWords.accessToken}
            hint={modelWords.fromHuggingFaceForRepositories}
            type="password"
            value={form.token}
            onText={(token) => change({ token })}
          />
          <div class="form-wide panel-actions">
            <Button type="submit" kind="primary" disabledReason={reason}>
              {modelWords.download}
            </Button>
          </div>
        </form>
      </Panel>
    </div>
  )
}

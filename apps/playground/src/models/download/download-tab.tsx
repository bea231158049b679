import { useState } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { Button } from '../../ui/button.js'
import { Select } from '../../ui/select.js'
import { TextField } from '../../ui/text-field.js'
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
  const missing = form.repository.trim() === '' ? 'needs a repository' : undefined
  const reason = obstacle ?? (isRunning ? 'a download is running' : missing)
  const start = (): void => void runModelDownload(client, toDownloadParams(form))
  return (
    <div class="models-narrow">
      <DownloadProgress />
      <Panel title="From Hugging Face to the server">
        <AdminNote what="A download" />
        <form
          class="form-grid"
          onSubmit={(event) => {
            event.preventDefault()
            if (!reason) start()
          }}
        >
          <div class="form-wide">
            <TextField
              label="Repository"
              hint="owner/name, or its URL"
              value={form.repository}
              onText={(repository) => change({ repository })}
              spellcheck={false}
            />
          </div>
          <TextField
            label="Revision"
            hint="Branch, tag or commit; EXL3 models often have one branch per size"
            value={form.revision}
            onText={(revision) => change({ revision })}
            spellcheck={false}
          />
          <TextField
            label="Folder"
            hint="Must not exist yet; default: the name of the repository"
            value={form.folder}
            onText={(folder) => change({ folder })}
            spellcheck={false}
          />
          <TextField
            label="Include"
            hint="File patterns, such as *.json; default: all"
            value={form.include}
            onText={(include) => change({ include })}
            spellcheck={false}
          />
          <TextField
            label="Exclude"
            hint="Patterns of files to skip"
            value={form.exclude}
            onText={(exclude) => change({ exclude })}
            spellcheck={false}
          />
          <Select
            label="Type"
            value={form.type}
            choices={[
              { value: 'model', label: 'Model' },
              { value: 'lora', label: 'LoRA' },
            ]}
            onChoice={(type) => change({ type })}
          />
          <TextField
            label="Access token"
            hint="From Hugging Face, for repositories that need one. It is sent to the server and not kept."
            type="password"
            value={form.token}
            onText={(token) => change({ token })}
          />
          <div class="form-wide panel-actions">
            <Button type="submit" kind="primary" disabledReason={reason}>
              Download
            </Button>
          </div>
        </form>
      </Panel>
    </div>
  )
}

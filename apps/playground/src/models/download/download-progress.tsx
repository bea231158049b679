import { useEffect, useState } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { Reveal } from '../../server/reveal.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Progress } from '../../ui/progress.js'
import { ConfirmDialog } from '../confirm-dialog.js'
import { Panel } from '../panel.js'
import { type ModelDownload, modelDownloads } from './model-download.js'

/** A running download, or its result. */
export function DownloadProgress() {
  const download = modelDownloads.value[connection.value.baseUrl]
  if (!download) return null
  return (
    <Reveal key={download.begin}>
      <DownloadState download={download} />
    </Reveal>
  )
}

function DownloadState({ download }: { download: ModelDownload }) {
  const { params, phase, path, error } = download
  if (phase === 'running') return <RunningDownload download={download} />
  if (phase === 'failed') return <FailureNotice error={error} />
  if (phase === 'stopped')
    return <Notice title="The download was stopped">The server has deleted the partial download.</Notice>
  return (
    <Notice kind="success" title={`${params.repo_id} was downloaded`}>
      <p>
        The server has saved it in <code>{path}</code>.
      </p>
    </Notice>
  )
}

function RunningDownload({ download }: { download: ModelDownload }) {
  const [now, setNow] = useState(Date.now())
  const [isAsking, setAsking] = useState(false)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.floor((now - download.begin) / 1000))
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <Panel title={`Downloading ${download.params.repo_id}`}>
      <Progress label="The server reports no progress" fraction={undefined} detail={clock} />
      <p>
        Keep this page open: closing it ends the download, and the server deletes what has been downloaded. Other views
        can be used meanwhile.
      </p>
      <div class="panel-actions">
        <Button kind="danger" onClick={() => setAsking(true)}>
          Stop and delete…
        </Button>
      </div>
      {isAsking ? (
        <ConfirmDialog
          title="Stop the download?"
          confirm="Stop and delete"
          onConfirm={download.stop}
          onCancel={() => setAsking(false)}
        >
          <p>The server deletes the whole folder, whatever has been downloaded. The download cannot be resumed.</p>
        </ConfirmDialog>
      ) : null}
    </Panel>
  )
}

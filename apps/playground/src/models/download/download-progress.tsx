import { useEffect, useState } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { Reveal } from '../../server/reveal.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Progress } from '../../ui/progress.js'
import { modelWords } from '../../words/model-words.js'
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
    return <Notice title={modelWords.theDownloadWasStopped}>{modelWords.theServerHasDeletedThe}</Notice>
  return (
    <Notice kind="success" title={modelWords.wasDownloaded(params.repo_id)}>
      <p>
        {modelWords.theServerHasSavedIt} <code>{path}</code>.
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
    <Panel title={modelWords.downloading(download.params.repo_id)}>
      <Progress label={modelWords.theServerReportsNoProgress} fraction={undefined} detail={clock} />
      <p>{modelWords.keepThisPageOpenClosing}</p>
      <div class="panel-actions">
        <Button kind="danger" onClick={() => setAsking(true)}>
          {modelWords.stopAndDeleteOffer}
        </Button>
      </div>
      {isAsking ? (
        <ConfirmDialog
          title={modelWords.stopTheDownload}
          confirm={modelWords.stopAndDelete}
          onConfirm={download.stop}
          onCancel={() => setAsking(false)}
        >
          <p>{modelWords.theServerDeletesTheWhole}</p>
        </ConfirmDialog>
      ) : null}
    </Panel>
  )
}

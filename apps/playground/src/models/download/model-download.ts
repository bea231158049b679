import { signal } from '@preact/signals'
import { downloadModel, type DownloadModelParams } from '@tabby/models'
import type { TabbyClient } from '@tabby/core'
import { noteServerChange } from '../../server/server-changes.js'

/** A download that the server does for this page. */
export interface ModelDownload {
  readonly client: TabbyClient
  readonly params: DownloadModelParams
  readonly phase: 'running' | 'done' | 'stopped' | 'failed'
  /** When it was begun, in milliseconds since 1970. */
  readonly begin: number
  /** Where the server has put it. */
  readonly path?: string
  readonly error?: unknown
  /** Ends it; the server then deletes what is there already. */
  readonly stop: () => void
}

/** The download that was begun last. It goes on while another view is looked at. */
export const modelDownload = signal<ModelDownload | undefined>(undefined)

/** Has the server download something; keeps `modelDownload` up to date. Never throws. */
export async function runModelDownload(client: TabbyClient, params: DownloadModelParams): Promise<void> {
  const controller = new AbortController()
  const { token: _secret, ...shown } = params
  const download: ModelDownload = {
    client,
    params: shown,
    phase: 'running',
    begin: Date.now(),
    stop: () => controller.abort(),
  }
  modelDownload.value = download
  addEventListener('beforeunload', warn)
  try {
    const { signal: stopped } = controller
    const { download_path: path } = await downloadModel(client, params, { signal: stopped, abortDeletesFiles: true })
    modelDownload.value = { ...download, phase: 'done', path }
  } catch (error) {
    modelDownload.value = controller.signal.aborted
      ? { ...download, phase: 'stopped' }
      : { ...download, phase: 'failed', error }
  } finally {
    removeEventListener('beforeunload', warn)
    noteServerChange()
  }
}

/** Closing the page ends the request, and the server deletes what it has (recording disconnect_download). */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

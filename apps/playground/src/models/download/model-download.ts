import { signal } from '@preact/signals'
import { downloadModel, type DownloadModelParams } from '@tabby/models'
import type { TabbyClient } from '@tabby/core'
import { noteServerChange } from '../../server/server-changes.js'

/** A download that the server does for this page. */
export interface ModelDownload {
  readonly params: DownloadModelParams
  readonly phase: 'running' | 'done' | 'stopped' | 'failed'
  /** When it began, in milliseconds since 1970. */
  readonly begin: number
  /** Where the server has saved it. */
  readonly path?: string
  readonly error?: unknown
  /** Stops it; the server then deletes the partial download. */
  readonly stop: () => void
}

/**
 * The latest download on each server, by its address: connecting there again finds it again. It continues while another
 * view is open.
 */
export const modelDownloads = signal<Readonly<Record<string, ModelDownload>>>({})

/** Has the server download something; keeps `modelDownloads` up to date. Never throws. */
export async function runModelDownload(client: TabbyClient, params: DownloadModelParams): Promise<void> {
  const controller = new AbortController()
  const { token: _secret, ...shown } = params
  const download: ModelDownload = {
    params: shown,
    phase: 'running',
    begin: Date.now(),
    stop: () => controller.abort(),
  }
  const show = (change: Partial<ModelDownload>): void => {
    modelDownloads.value = { ...modelDownloads.value, [client.baseUrl]: { ...download, ...change } }
  }
  // Closing the page ends the request, and the server deletes what it has (recording disconnect_download).
  const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
  show({})
  addEventListener('beforeunload', warn)
  try {
    const { signal: stopped } = controller
    const { download_path: path } = await downloadModel(client, params, { signal: stopped, abortDeletesFiles: true })
    show({ phase: 'done', path })
  } catch (error) {
    show(controller.signal.aborted ? { phase: 'stopped' } : { phase: 'failed', error })
  } finally {
    removeEventListener('beforeunload', warn)
    noteServerChange()
  }
}

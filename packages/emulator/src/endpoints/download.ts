import { findRepository } from '../downloading/find-repository.js'
import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import { replyJson } from '../http/reply-json.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import { integer } from '../validation/integer.js'
import { list } from '../validation/list.js'
import type { OutputOf } from '../validation/model.js'
import { optional } from '../validation/optional.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'

const nothing = (): null => null
const downloadRequest = record('DownloadRequest', {
  repo_id: { model: text() },
  repo_type: { model: text(), default: () => 'model' },
  folder_name: { model: optional(text()), default: nothing },
  revision: { model: optional(text()), default: nothing },
  token: { model: optional(text()), default: nothing },
  include: { model: list(text()), default: (): string[] => [] },
  exclude: { model: list(text()), default: (): string[] => [] },
  chunk_limit: { model: optional(integer()), default: nothing },
  timeout: { model: optional(integer()), default: nothing },
})

/**
 * `POST /v1/download`: one answer when all is there, no byte before (download_slow_no_progress). When the client
 * leaves, the half download is deleted (disconnect_download).
 */
export const download: Endpoint<OutputOf<typeof downloadRequest>> = {
  method: 'POST',
  paths: ['/v1/download'],
  gate: 'admin',
  body: downloadRequest,
  async handle({ body, signal, server }) {
    const repository = findRepository(server, body.repo_id, body.token)
    const isLora = body.repo_type === 'lora'
    const folder = body.folder_name || (body.repo_id.split('/').at(-1) ?? body.repo_id)
    const path = `${isLora ? 'loras' : 'models'}/${folder}`
    const there = isLora ? server.loras : server.models
    if (there.some((known) => known.name === folder))
      refuse(400, `The path ${path} already exists. Remove the folder and try again.`)
    await waitMilliseconds(repository.milliseconds ?? 0, signal)
    if (!signal.aborted) there.push({ name: folder })
    return replyJson({ download_path: path })
  },
}

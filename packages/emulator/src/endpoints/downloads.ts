import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import type { ServerState } from '../state/server-state.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import { list, optional, record } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { integer, text } from '../validation/scalars.js'
import type { RepositoryDefinition } from '../world/world.js'

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
  access: 'admin',
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

/** The repository of this id, or the hub's refusal in the words in which the server passes it on. */
function findRepository(server: ServerState, id: string, token: string | null): RepositoryDefinition {
  const found = server.world.repositories?.find((repository) => fits(repository.id, id))
  if (!found || found.missing) {
    const address = `https://huggingface.co/api/models/${id}/tree/main?recursive=True&expand=False.`
    refuse(400, `401 Client Error. (Request ID: Root=1-stub)\n\nRepository Not Found for url: ${address}`)
  }
  if (found.gated && !token) {
    const address = `https://huggingface.co/${id}/config.json`
    refuse(400, `401, message='HTTP 401: Access to this model is restricted.', url='${address}'`)
  }
  return found
}

function fits(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id
}

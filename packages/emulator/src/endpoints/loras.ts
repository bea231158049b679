import type { Endpoint } from '../http/endpoint.js'
import { refuse, replyJson } from '../http/reply.js'
import { float } from '../json/python-float.js'
import { requireModel } from '../state/require-model.js'
import { unixSeconds } from '../state/unix-seconds.js'
import { list, optional, record } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { boolean, decimal, text } from '../validation/scalars.js'

/** One entry of a LoRA list; only active ones have a scaling. */
function loraCard(id: string, scaling: number | null): Record<string, unknown> {
  return {
    id,
    object: 'lora',
    created: unixSeconds(),
    owned_by: 'tabbyAPI',
    scaling: scaling === null ? null : float(scaling),
  }
}

/** `GET /v1/loras`: every folder for an admin, the active LoRAs for others. */
export const loraList: Endpoint = {
  method: 'GET',
  paths: ['/v1/loras', '/v1/lora/list'],
  access: 'api',
  handle({ server, permission }) {
    const isAdmin = permission() === 'admin'
    const data = isAdmin
      ? server.loras.map((lora) => loraCard(lora.name, null))
      : (server.model?.loras ?? []).map((lora) => loraCard(lora.name, lora.scaling))
    return replyJson({ object: 'list', data })
  },
}

/** `GET /v1/lora`: the active LoRAs. */
export const loraGet: Endpoint = {
  method: 'GET',
  paths: ['/v1/lora'],
  access: 'api',
  requires: 'model',
  handle({ server }) {
    const data = requireModel(server).loras.map((lora) => loraCard(lora.name, lora.scaling))
    return replyJson({ object: 'list', data })
  },
}

const lora = record('LoraLoadInfo', {
  name: { model: text() },
  scaling: { model: optional(decimal()), default: () => 1 },
})
const body = record('LoraLoadRequest', {
  loras: { model: list(lora) },
  skip_queue: { model: boolean(), default: () => false },
})

/**
 * `POST /v1/lora/load`: a 200 even when nothing was loaded. As shipped every LoRA fails (lora_load_as_shipped);
 * `settings.workingLoras` makes those work that lie in the folder (lora_shim_load_mixed).
 */
export const loraLoad: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/lora/load'],
  access: 'admin',
  requires: 'model',
  body,
  async handle({ body: { loras }, server }) {
    if (loras.length === 0) refuse(400, 'List of loras to load is not found.')
    const works = (name: string): boolean =>
      server.settings.workingLoras && server.loras.some((known) => known.name === name)
    const active = loras.filter(({ name }) => works(name))
    await server.jobs.whenIdle()
    requireModel(server).loras = active.map(({ name, scaling }) => ({ name, scaling: scaling ?? 1 }))
    const failure = loras.map(({ name }) => name).filter((name) => !works(name))
    return replyJson({ success: active.map(({ name }) => name), failure })
  },
}

/** `POST /v1/lora/unload`. */
export const loraUnload: Endpoint = {
  method: 'POST',
  paths: ['/v1/lora/unload'],
  access: 'admin',
  requires: 'model',
  handle({ server }) {
    requireModel(server).loras = []
    return replyJson(null)
  },
}

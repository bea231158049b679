import type { Endpoint } from '../http/endpoint.js'
import { refuse } from '../http/refuse.js'
import { replyJson } from '../http/reply-json.js'
import { requireModel } from '../state/require-model.js'
import { boolean } from '../validation/boolean.js'
import { decimal } from '../validation/decimal.js'
import { list } from '../validation/list.js'
import type { OutputOf } from '../validation/model.js'
import { optional } from '../validation/optional.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'

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
  gate: 'admin',
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

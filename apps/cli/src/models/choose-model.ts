import { listModels } from '@tabby/models'
import type { TabbyClient } from '@tabby/core'
import { RefusedError } from '../failure/refused-error.js'

/** Formats that servers of today cannot load: ExLlamaV3 reads EXL3 and plain weights. */
const unloadable = /gptq|awq|gguf|ggml|exl2/i
const unfit = /base|draft|embed|lora|vision|-vl/i

/** Names the model that is likeliest to load and to chat: EXL3 before others, then the smallest by its name. */
export async function chooseModel(client: TabbyClient, signal: AbortSignal): Promise<string> {
  const { data } = await listModels(client, { signal })
  const [best] = data
    .map(({ id }) => id)
    .filter((name) => !unloadable.test(name))
    .map((name) => ({ name, rank: rankName(name) }))
    .sort((left, right) => left.rank - right.rank || left.name.localeCompare(right.name))
  if (!best) throw new RefusedError('no model is loaded, and the model directory of the server holds none to load')
  return best.name
}

function rankName(name: string): number {
  // Parameters in billions: `demo-8b-exl3`, `qwen3-0.6B`; a name without says nothing, so it comes last.
  const billions = Number(/(?<![\d.a-z])(\d+(?:\.\d+)?)b(?![a-z\d])/i.exec(name)?.[1] ?? 999)
  return billions + (/exl3|bpw/i.test(name) ? 0 : 10_000) + (unfit.test(name) ? 100_000 : 0)
}

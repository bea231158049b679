import { list, optional, record, union } from '../validation/composites.js'
import type { Model, OutputOf } from '../validation/model.js'
import { boolean, decimal, integer, literal, text } from '../validation/scalars.js'

function absent<Output>(
  model: Model<Output>,
  value: Output | null = null,
): {
  model: Model<Output | null>
  default: () => Output | null
} {
  return { model: optional(model), default: () => value }
}

const draftModel = record('DraftModelLoadRequest', {
  draft_model_name: { model: text() },
  draft_rope_scale: absent(decimal()),
  draft_rope_alpha: absent(union(decimal(), literal('auto'))),
  draft_gpu_split: absent(list(decimal())),
})

/** The body of `POST /v1/model/load`. */
export const loadRequest = record('ModelLoadRequest', {
  model_name: { model: text() },
  backend: absent(text()),
  max_seq_len: absent(integer()),
  cache_size: absent(integer()),
  cache_mode: absent(text()),
  tensor_parallel: absent(boolean()),
  tensor_parallel_backend: absent(text(), 'native'),
  gpu_split_auto: absent(boolean()),
  autosplit_reserve: absent(list(decimal())),
  gpu_split: absent(list(decimal())),
  rope_scale: absent(decimal()),
  rope_alpha: absent(union(decimal(), literal('auto'))),
  chunk_size: absent(integer()),
  output_chunking: absent(boolean()),
  prompt_template: absent(text()),
  vision: absent(boolean()),
  draft_model: absent(draftModel),
  skip_queue: absent(boolean(), false),
})

/** A load as it was asked for. */
export type LoadRequest = OutputOf<typeof loadRequest>

import { float } from '../json/python-float.js'
import type { LoadedModel } from './loaded-model.js'
import { unixSeconds } from './unix-seconds.js'

/** One entry of a model list. */
export function modelCard(id: string, parameters: unknown = null): Record<string, unknown> {
  return { id, object: 'model', created: unixSeconds(), owned_by: 'tabbyAPI', logging: null, parameters }
}

/** The card of the loaded model. `draft` is null even when a draft model is loaded (model_with_draft). */
export function loadedModelCard({ name, parameters, template, vision }: LoadedModel): Record<string, unknown> {
  return modelCard(name, {
    max_seq_len: parameters.maxSequenceLength,
    cache_size: parameters.cacheSize,
    cache_mode: parameters.cacheMode,
    // Whatever a load asks for (load_parameters__param_rope_scale_2_2_get_v1_model).
    rope_scale: float(1),
    rope_alpha: float(parameters.ropeAlpha),
    max_batch_size: parameters.maxBatchSize,
    chunk_size: parameters.chunkSize,
    prompt_template: template?.name ?? null,
    prompt_template_content: template?.source ?? null,
    use_vision: vision,
    draft: null,
  })
}

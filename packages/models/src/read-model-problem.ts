import type { EnsureModelOptions } from './ensure-model.js'
import type { LoadModelParams } from './load-model-params.js'

/** Says why a model cannot be made sure of with these values, or nothing when it can. No value is repeated. */
export function readModelProblem(
  { model_name }: LoadModelParams,
  { force, onProgress }: EnsureModelOptions,
): string | undefined {
  if (typeof model_name !== 'string' || model_name === '') return 'model_name must name a model'
  if (force !== undefined && typeof force !== 'boolean') return 'force must be true or false'
  if (onProgress !== undefined && typeof onProgress !== 'function') return 'onProgress must be a function'
  return undefined
}

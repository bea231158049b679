import type { LoadModelParams } from './load-model-params.js'
import type { ModelCard } from './model-card.js'

/** The parameters of a load that the card of the model shows. The others can be requested, but not checked. */
const proven = ['max_seq_len', 'cache_size', 'cache_mode', 'prompt_template'] as const

/** Where and how a loaded model differs from what was requested. */
export interface CardDifference {
  /** Path in the card. */
  path: string
  /** A sentence about it. */
  message: string
}

/** Compares the loaded model with what was requested; parameters that were left out may be anything. */
export function findCardDifference(card: ModelCard, params: LoadModelParams): CardDifference | undefined {
  if (card.id !== toLoadedName(params.model_name)) {
    return { path: 'id', message: `Expected the model ${params.model_name}, but ${card.id} is loaded` }
  }
  const wanted = toCardValues(params)
  for (const name of proven) {
    const asked = wanted[name]
    const { [name]: real } = card.parameters ?? {}
    if (asked === undefined || asked === null || asked === real) continue
    return { path: `parameters.${name}`, message: `${card.id} has the ${name} ${real} where ${asked} was asked for` }
  }
  return undefined
}

/** The name of a model once it is loaded: the last part of its path (recording model_after_path_style_load). */
export function toLoadedName(name: string): string {
  const parts = name.split(/[\\/]/).filter((part) => part !== '' && part !== '.')
  return parts.at(-1) ?? name
}

/** What the card shows if all went as requested: the server does not show every number as it was sent. */
function toCardValues(params: LoadModelParams): LoadModelParams {
  // -1 is what the model was made for, whatever that is, and 0 counts as missing.
  const isNumber = (size: number | null | undefined): size is number => typeof size === 'number' && size > 0
  const cache_size = params.cache_size === 0 ? undefined : params.cache_size
  let max_seq_len = isNumber(params.max_seq_len) ? params.max_seq_len : undefined
  // The context is never longer than the cache.
  if (isNumber(max_seq_len) && isNumber(cache_size)) max_seq_len = Math.min(max_seq_len, cache_size)
  // A template may be named by a path and with its extension; the card has neither.
  const { prompt_template: template } = params
  const prompt_template = typeof template === 'string' ? toLoadedName(template).replace(/\.jinja2?$/, '') : template
  return { ...params, max_seq_len, cache_size, prompt_template }
}

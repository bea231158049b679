import type { LoadModelParams } from './load-model-params.js'
import type { ModelCard } from './model-card.js'

/** What the card of a loaded model proves. The rest of a load's parameters can be asked for, and not be seen. */
const proven = ['max_seq_len', 'cache_size', 'cache_mode', 'prompt_template'] as const

/** Where and how a loaded model is not what was asked for. */
export interface CardDifference {
  /** Path in the card. */
  path: string
  /** A sentence about it. */
  message: string
}

/** Compares the loaded model with what was asked for; what was left out may be anything. */
export function findCardDifference(card: ModelCard, params: LoadModelParams): CardDifference | undefined {
  // A model that was loaded by a path is called by its last part (recording model_after_path_style_load).
  if (card.id !== params.model_name.split(/[\\/]/).at(-1)) {
    return { path: 'id', message: `${card.id} is loaded where ${params.model_name} was asked for` }
  }
  for (const name of proven) {
    const asked = params[name]
    const { [name]: real } = card.parameters ?? {}
    // -1 is what the model was made for, whatever that is.
    if (asked === undefined || asked === null || asked === real || (name === 'max_seq_len' && asked === -1)) continue
    return { path: `parameters.${name}`, message: `${card.id} has the ${name} ${real} where ${asked} was asked for` }
  }
  return undefined
}

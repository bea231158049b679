import type { LoadModelParams, ModelCard } from '@tabby/models'
import { loadWords } from '../../words/load-words.js'

const names = {
  max_seq_len: 'context',
  cache_size: loadWords.changedCacheSize,
  cache_mode: loadWords.changedCacheMode,
  chunk_size: loadWords.changedChunkSize,
  prompt_template: 'template',
  rope_scale: loadWords.ropeScale,
  rope_alpha: loadWords.ropeAlpha,
} as const

/**
 * The differences between the parameters that were requested and those of the loaded model. The server silently ignores
 * an unknown template, and all parameters of a model that is already loaded; only the card shows it.
 */
export function compareWithCard(params: LoadModelParams, card: ModelCard): string[] {
  const differences: string[] = []
  for (const [field, name] of Object.entries(names) as [keyof typeof names, string][]) {
    const asked = params[field]
    const is = card.parameters?.[field]
    if (asked === undefined || asked === null || asked === -1 || asked === 'auto' || asked === is) continue
    differences.push(loadWords.wasRequestedIsUsed(name, asked, is ?? loadWords.usedNone))
  }
  if (params.vision && !card.parameters?.use_vision) differences.push(loadWords.visionWasRequestedButIs)
  return differences
}

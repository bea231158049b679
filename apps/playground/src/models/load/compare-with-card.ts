import type { LoadModelParams, ModelCard } from '@tabby/models'

const names = {
  max_seq_len: 'context',
  cache_size: 'cache size',
  cache_mode: 'cache mode',
  chunk_size: 'chunk size',
  prompt_template: 'template',
  rope_scale: 'RoPE scale',
  rope_alpha: 'RoPE alpha',
} as const

/**
 * What a loaded model has other than it was asked for, in words. The server passes over an unknown template without a
 * word, and ignores everything when the model was loaded already; only the card shows it.
 */
export function compareWithCard(params: LoadModelParams, card: ModelCard): string[] {
  const differences: string[] = []
  for (const [field, name] of Object.entries(names) as [keyof typeof names, string][]) {
    const asked = params[field]
    const is = card.parameters?.[field]
    if (asked === undefined || asked === null || asked === -1 || asked === 'auto' || asked === is) continue
    differences.push(`${name}: ${asked} was asked for, ${is ?? 'none'} is in use`)
  }
  if (params.vision && !card.parameters?.use_vision) differences.push('vision: was asked for, and is not loaded')
  return differences
}

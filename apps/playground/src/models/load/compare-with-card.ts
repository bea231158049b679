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
 * The differences between the parameters that were requested and those of the loaded model. The server silently ignores
 * an unknown template, and all parameters of a model that is already loaded; only the card shows it.
 */
export function compareWithCard(params: LoadModelParams, card: ModelCard): string[] {
  const differences: string[] = []
  for (const [field, name] of Object.entries(names) as [keyof typeof names, string][]) {
    const asked = params[field]
    const is = card.parameters?.[field]
    if (asked === undefined || asked === null || asked === -1 || asked === 'auto' || asked === is) continue
    differences.push(`${name}: ${asked} was requested, ${is ?? 'none'} is used`)
  }
  if (params.vision && !card.parameters?.use_vision) differences.push('vision: was requested, but is not loaded')
  return differences
}

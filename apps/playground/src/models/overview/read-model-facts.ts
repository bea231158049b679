import type { ModelCardParameters } from '@tabby/models'

/** The parameters on a model's card, as pairs of name and value; missing ones are left out. */
export function readModelFacts(parameters: ModelCardParameters): [name: string, value: string][] {
  const { max_seq_len, cache_size, cache_mode, chunk_size, max_batch_size, rope_scale, rope_alpha } = parameters
  const { prompt_template, use_vision, draft } = parameters
  const tokens = (count: number | null | undefined): string | undefined =>
    count === null || count === undefined ? undefined : `${count.toLocaleString('en')} tokens`
  const facts: [string, string | undefined][] = [
    ['Context', tokens(max_seq_len)],
    ['Cache', [tokens(cache_size), cache_mode].filter(Boolean).join(' · ')],
    ['Chunk', tokens(chunk_size)],
    ['Batch size', max_batch_size ? `${max_batch_size.toLocaleString('en')} generations at once` : undefined],
    ['Template', prompt_template ?? 'none: it cannot chat'],
    ['Images', use_vision ? 'yes' : 'no: the vision part is missing or not loaded'],
    ['RoPE', [rope_scale && `scale ${rope_scale}`, rope_alpha && `alpha ${rope_alpha}`].filter(Boolean).join(' · ')],
    ['Draft', draft?.id],
  ]
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]))
}

import type { ModelCardParameters } from '@tabby/models'
import { modelWords } from '../../words/model-words.js'
import { shellWords } from '../../words/shell-words.js'

/** The parameters on a model's card, as pairs of name and value; missing ones are left out. */
export function readModelFacts(parameters: ModelCardParameters): [name: string, value: string][] {
  const { max_seq_len, cache_size, cache_mode, chunk_size, max_batch_size, rope_scale, rope_alpha } = parameters
  const { prompt_template, use_vision, draft } = parameters
  const tokens = (count: number | null | undefined): string | undefined =>
    count === null || count === undefined ? undefined : modelWords.tokens(count.toLocaleString(shellWords.locale))
  const facts: [string, string | undefined][] = [
    [modelWords.context, tokens(max_seq_len)],
    [modelWords.cache, [tokens(cache_size), cache_mode].filter(Boolean).join(' · ')],
    [modelWords.chunk, tokens(chunk_size)],
    [
      modelWords.batchSize,
      max_batch_size ? modelWords.generationsAtOnce(max_batch_size.toLocaleString(shellWords.locale)) : undefined,
    ],
    [modelWords.template, prompt_template ?? modelWords.noneItCannotChat],
    [modelWords.images, use_vision ? modelWords.yes : modelWords.noTheVisionPartIs],
    [
      modelWords.rope,
      [rope_scale && modelWords.scale(rope_scale), rope_alpha && modelWords.alpha(rope_alpha)]
        .filter(Boolean)
        .join(' · '),
    ],
    [modelWords.draft, draft?.id],
  ]
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]))
}

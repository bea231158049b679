import { expect, test } from 'vitest'
import { readPromptLimit } from './read-prompt-limit.js'

test.each([
  [{ max_seq_len: 4096, cache_size: 4096, chunk_size: 2048 }, 2033],
  [{ max_seq_len: 4096, chunk_size: 2048 }, 2033],
  [{ max_seq_len: 4096, cache_size: 16_384, chunk_size: 2048 }, 4080],
  [{ max_seq_len: 4096, cache_size: 2048, chunk_size: 2048 }, 0],
  [{ max_seq_len: 4096 }, 2033],
  [{ max_seq_len: null, cache_size: 4096 }, undefined],
  [undefined, undefined],
])('%j take %s tokens beside the opening of the reply', (sizes, limit) => {
  expect(readPromptLimit(sizes)).toBe(limit)
})

test('what is kept free is subtracted, from 0 on', () => {
  const sizes = { max_seq_len: 4096, cache_size: 4096, chunk_size: 256 }
  expect(readPromptLimit(sizes, { max_tokens: 0, openingTokens: 0 })).toBe(3841)
  expect(readPromptLimit(sizes, { max_tokens: 1000, openingTokens: 6 })).toBe(3090)
  expect(readPromptLimit(sizes, { max_tokens: 4096 })).toBe(0)
})

test.each([{ max_tokens: -1 }, { max_tokens: 1.5 }, { openingTokens: NaN }])('%j are refused by name', (params) => {
  const [name] = Object.keys(params)
  expect(() => readPromptLimit({ max_seq_len: 4096 }, params)).toThrow(
    `readPromptLimit: ${name} must be a whole number of tokens, 0 or more`,
  )
})

import { expect, test } from 'vitest'
import { readPromptLimit } from './read-prompt-limit.js'

test('the limit is what a chunk of the cache leaves free, less the opening of the reply', () => {
  expect(readPromptLimit({ max_seq_len: 4096, cache_size: 4096, chunk_size: 2048 })).toBe(2033)
  expect(readPromptLimit({ max_seq_len: 4096, chunk_size: 2048 })).toBe(2033)
  expect(readPromptLimit({ max_seq_len: 4096, cache_size: 16_384, chunk_size: 2048 })).toBe(4080)
  expect(readPromptLimit({ max_seq_len: 4096, cache_size: 2048, chunk_size: 2048 })).toBe(0)
  expect(readPromptLimit({ max_seq_len: 4096 })).toBe(4080)
  expect(readPromptLimit(undefined)).toBeUndefined()
})

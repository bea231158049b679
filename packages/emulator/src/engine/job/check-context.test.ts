import { describe, expect, test } from 'vitest'
import { checkContext } from './check-context.js'

const chunked = { maxSequenceLength: 4096, cacheSize: 4096, chunkSize: 2048, outputChunking: true }

describe('checkContext', () => {
  test('takes 2049 prompt tokens of 4096 with chunks of 2048, and refuses 2050 whatever max_tokens says', () => {
    expect(checkContext(2049, 100_000, chunked)).toBeUndefined()
    expect(checkContext(2050, 1, chunked)).toBe(
      'Initial job allocation requires 4352 cache tokens, which exceeds the available context size of 4096 tokens',
    )
  })

  test('refuses every prompt when the cache is no larger than a chunk', () => {
    expect(checkContext(18, 1, { ...chunked, maxSequenceLength: 2048, cacheSize: 2048 })).toContain('requires 2304')
  })

  test('speaks of the prompt length when that alone is too much', () => {
    expect(checkContext(4210, 1, chunked)).toBe('Prompt length 4210 exceeds the available context size of 4096 tokens')
  })

  test('adds prompt and max_tokens when output chunking is off', () => {
    const whole = { maxSequenceLength: 512, cacheSize: 512, chunkSize: 2048, outputChunking: false }
    expect(checkContext(10, 502, whole)).toBeUndefined()
    expect(checkContext(10, 600, whole)).toContain('requires 610 cache tokens')
  })
})

import { expect, test } from 'vitest'
import { readContextSize } from './read-context-size.js'

test.each([
  ['Prompt length 4210 exceeds the available context size of 4096 tokens', 4096, 4210],
  [
    'Initial job allocation requires 5120 cache tokens, which exceeds the available context size of 4096 tokens',
    4096,
    5120,
  ],
  [
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce",
    8192,
    9001,
  ],
  [
    "This model's maximum context length is 4097 tokens. However, you requested 5000 tokens (4000 in the messages, " +
      '1000 in the completion).',
    4097,
    5000,
  ],
  [
    "This model's maximum context length is 4096 tokens and your request has 99 input tokens (5000 > 4096 - 99)",
    4096,
    99,
  ],
  ["You passed 5001 input tokens. However, the model's context length is only 4096 tokens", 4096, 5001],
  ['The decoder prompt (length 5000) is longer than the maximum model length of 4096.', 4096, 5000],
  ['request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it', 4096, 5000],
  ['prompt is too long: 200001 tokens > 200000 maximum', 200_000, 200_001],
  [
    'Input tokens exceed the configured limit of 272,000 tokens. Your messages resulted in 300,001 tokens.',
    272_000,
    300_001,
  ],
])('%s', (message, contextLimit, requestedTokens) => {
  expect(readContextSize(message)).toEqual({ contextLimit, requestedTokens })
})

test('a message without numbers has none, and one with one has one', () => {
  expect(readContextSize('the request exceeds the available context size, try increasing it')).toEqual({})
  expect(readContextSize('the context length is 4096')).toEqual({ contextLimit: 4096 })
})

test('a long message takes no time that grows with its square', () => {
  const begin = performance.now()
  for (const text of ['context length ', '1', 'request (', 'requires', '1,111']) readContextSize(text.repeat(20_000))
  expect(performance.now() - begin).toBeLessThan(500)
})

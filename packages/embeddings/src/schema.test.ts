import { parse, safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { embeddingsSchema } from './create-embeddings.js'
import { embeddingsParamsSchema } from './schema.js'

test.each([
  { input: 'a' },
  { input: [], encoding_format: 'float', model: null, dimensions: 2, user: 'me' },
  { input: ['a', 'b'], encoding_format: undefined, model: 'x', dimensions: null },
])('%j may be sent, and every field of it survives', (params) => {
  expect(parse(embeddingsParamsSchema, params)).toEqual(params)
})

test.each([{}, { input: null }, { input: [1, 2] }, { input: 'a', encoding_format: 'int8' }, { input: 'a', model: 3 }])(
  '%j may not',
  (params) => {
    expect(safeParse(embeddingsParamsSchema, params).success).toBe(false)
  },
)

test('an answer takes fields and words that it does not know, and null where the server may send it', () => {
  const answer = {
    object: 'other',
    data: [{ object: 'new', embedding: 'AACAPw==', index: 0, more: 1 }],
    model: 'x',
    usage: { prompt_tokens: 1, total_tokens: 1, completion_tokens: null, more: 1 },
    more: 1,
  }
  expect(parse(embeddingsSchema, answer)).toEqual(answer)
})

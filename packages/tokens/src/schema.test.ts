import { parse, safeParse } from 'valibot'
import { describe, expect, test } from 'vitest'
import { decodeTokensParamsSchema, encodeTokensParamsSchema } from './schema.js'
import { tokenDecodingSchema } from './decode-tokens.js'
import { tokenEncodingSchema } from './encode-tokens.js'

describe('what is to be encoded', () => {
  test.each([
    { text: '' },
    { text: 'a', add_bos_token: false, encode_special_tokens: true, decode_special_tokens: undefined, later: 0 },
    { text: [], template_vars: null },
    {
      text: [{ content: 'a' }, { role: 'wizard', content: null, name: 'x' }],
      template_vars: { enable_thinking: true },
    },
    {
      text: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'image_url', image_url: { url: 'data:,' } },
          ],
        },
        {
          role: 'assistant',
          reasoning_content: 'b',
          tool_calls: [{ id: 'c', type: 'function', index: 0, function: { name: 'd', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: 'e' },
      ],
    },
  ])('%j may be sent, and every field of it survives', (params) => {
    expect(parse(encodeTokensParamsSchema, params)).toEqual(params)
  })

  test.each([
    {},
    { text: 5 },
    { text: 'a', add_bos_token: null },
    { text: 'a', template_vars: 'b' },
    { text: [{ role: 'user', content: [{ type: 'text' }] }] },
    { text: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] },
    { text: [{ role: 'assistant', tool_calls: [{ function: { name: 'a', arguments: {} } }] }] },
  ])('%j may not', (params) => {
    expect(safeParse(encodeTokensParamsSchema, params).success).toBe(false)
  })
})

describe('what is to be decoded', () => {
  test.each([{ tokens: [] }, { tokens: [0, 1], decode_special_tokens: false, later: 1 }])(
    '%j may be sent',
    (params) => {
      expect(parse(decodeTokensParamsSchema, params)).toEqual(params)
    },
  )

  test.each([{}, { tokens: [-1] }, { tokens: [1.5] }, { tokens: ['1'] }, { tokens: 1 }])('%j may not', (params) => {
    expect(safeParse(decodeTokensParamsSchema, params).success).toBe(false)
  })
})

test('answers take fields that they do not know', () => {
  const encoding = { tokens: [1], length: 1, more: 1 }
  expect(parse(tokenEncodingSchema, encoding)).toEqual(encoding)
  const decoding = { text: 'a', more: null }
  expect(parse(tokenDecodingSchema, decoding)).toEqual(decoding)
})

import { type ChatMessage, createTabbyClient } from '@tabby/core'
import type { InferInput, InferOutput } from 'valibot'
import { describe, expectTypeOf, test } from 'vitest'
import type { chatMessageSchema } from '@tabby/kit/schema/chat-message-schema'
import {
  countTokens,
  decodeTokens,
  encodeTokens,
  fitMessages,
  fitPassages,
  type FittedPassages,
  type DecodeTokensParams,
  type TokenDecoding,
  type EncodeTokensParams,
  type FittedMessages,
  type TokenEncoding,
} from './index.js'
import type { decodeTokensParamsSchema, encodeTokensParamsSchema } from './schema.js'
import type { tokenCountSchema } from './count-tokens.js'
import type { tokenDecodingSchema } from './decode-tokens.js'
import type { tokenEncodingSchema } from './encode-tokens.js'
import type { FitMessagesOptions, FitMessagesParams } from './index.js'

/** The named fields of a type, all the way down, with open enums as the strings that they are. */
type Known<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? Known<Item>[]
    : T extends object
      ? { [Key in keyof T as string extends Key ? never : Key]: Known<Exclude<T[Key], undefined>> }
      : T

const client = createTabbyClient()

describe('schemas', () => {
  test('the answers of the schemas are the interfaces', () => {
    expectTypeOf<Known<InferOutput<typeof tokenEncodingSchema>>>().toEqualTypeOf<Known<TokenEncoding>>()
    expectTypeOf<Known<InferOutput<typeof tokenDecodingSchema>>>().toEqualTypeOf<Known<TokenDecoding>>()
    expectTypeOf<Known<InferOutput<typeof tokenCountSchema>>>().toEqualTypeOf<Pick<Known<TokenEncoding>, 'length'>>()
  })

  test('what the request schemas let through can be sent, and they know every field', () => {
    expectTypeOf<InferOutput<typeof encodeTokensParamsSchema>>().toExtend<EncodeTokensParams>()
    expectTypeOf<InferOutput<typeof decodeTokensParamsSchema>>().toExtend<DecodeTokensParams>()
    expectTypeOf<Known<EncodeTokensParams & { text: string }>>().toExtend<
      Known<InferInput<typeof encodeTokensParamsSchema>>
    >()
    expectTypeOf<keyof Known<InferOutput<typeof encodeTokensParamsSchema>>>().toEqualTypeOf<
      Exclude<keyof EncodeTokensParams, 'extra'>
    >()
    expectTypeOf<keyof Known<InferOutput<typeof decodeTokensParamsSchema>>>().toEqualTypeOf<
      Exclude<keyof DecodeTokensParams, 'extra'>
    >()
    expectTypeOf<InferOutput<typeof chatMessageSchema>>().toExtend<ChatMessage>()
    expectTypeOf<keyof Known<InferOutput<typeof chatMessageSchema>>>().toEqualTypeOf<keyof Known<ChatMessage>>()
  })
})

test('answers are plain', () => {
  expectTypeOf(encodeTokens(client, { text: 'a' })).resolves.toEqualTypeOf<TokenEncoding>()
  expectTypeOf(decodeTokens(client, { tokens: [1] })).resolves.toEqualTypeOf<TokenDecoding>()
  expectTypeOf(countTokens(client, { text: 'a' })).resolves.toEqualTypeOf<number>()
  expectTypeOf(fitMessages(client, { messages: [], max_tokens: 1 })).resolves.toEqualTypeOf<FittedMessages>()
  expectTypeOf(fitPassages(client, { passages: ['a'] as const, tokens: 1 })).resolves.toEqualTypeOf<FittedPassages>()
  // @ts-expect-error -- There has to be a number of tokens.
  void fitPassages(client, { passages: [] })
  expectTypeOf<FittedMessages['messages']>().toEqualTypeOf<ChatMessage[]>()
})

test('the params of a chat fit a conversation, and a summary may take its time or not', () => {
  const params = { messages: [{ content: 'Hi' }], max_tokens: 100, temperature: 0.5, tools: null, top_k: undefined }
  void fitMessages(client, params, { summarize: (dropped) => ({ content: `${dropped.length}` }), summaryTokens: 9 })
  void fitMessages(client, params, { summarize: async (dropped, { signal }) => dropped.at(signal ? 0 : -1)! })
  // @ts-expect-error -- An answer needs room.
  void fitMessages(client, { messages: [] })
  // @ts-expect-error -- A summary is a message.
  void fitMessages(client, params, { summarize: () => 'nothing happened' })
})

test('texts, messages, undefined flags and fields in extra are taken', () => {
  const messages: readonly ChatMessage[] = [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]
  void encodeTokens(client, { text: messages, add_bos_token: undefined, template_vars: null, extra: { later: 1 } })
  void countTokens(client, { text: [{ content: 'Hi' }] })
  void decodeTokens(client, { tokens: [1, 2] as const, decode_special_tokens: false })
})

test('what the server refuses does not compile', () => {
  // @ts-expect-error -- There has to be a text.
  void encodeTokens(client, {})
  // @ts-expect-error -- A number is no text.
  void encodeTokens(client, { text: 5 })
  // @ts-expect-error -- A flag is not null.
  void encodeTokens(client, { text: 'a', add_bos_token: null })
  // @ts-expect-error -- It is called add_bos_token.
  void countTokens(client, { text: 'a', add_bos: true })
  // @ts-expect-error -- Ids are numbers.
  void decodeTokens(client, { tokens: ['1'] })
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<EncodeTokensParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<DecodeTokensParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<FitMessagesParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<FitMessagesOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})

import {
  type ChatCompletion,
  type ChatCompletionParams,
  type ChatTool,
  collectChatCompletion,
  createChatCompletion,
  createChatObject,
  readChatText,
  streamChatCompletion,
} from '@tabby/chat'
import type { ChatMessage, TabbyClient, TabbyStreamError } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import type {
  ChatObjectParams,
  CollectChatOptions,
  GenerationParams,
  MeasureStreamOptions,
  ReasoningOptions,
  ResponseFormat,
  SplitReasoningOptions,
  TeeStreamOptions,
  ToolCall,
} from '@tabby/chat'

declare const client: TabbyClient
declare const answer: ChatCompletion

test('a conversation written down needs no cast, nor does a list of messages', () => {
  void createChatCompletion(client, { messages: [{ role: 'user', content: 'Hi' }] })
  const messages: ChatMessage[] = [{ role: 'system', content: 'Be brief' }, { content: [{ type: 'text', text: 'Hi' }] }]
  void streamChatCompletion(client, { messages }, { eventTimeout: false })
  const fixed = [{ role: 'user', content: 'Hi' }] as const
  void createChatCompletion(client, { messages: fixed })
})

test('an answer can be sent back as a message', () => {
  expectTypeOf(answer.choices[0]!.message).toExtend<ChatMessage>()
  const messages: ChatMessage[] = answer.choices.map(({ message }) => message)
  messages.push({ role: 'tool', tool_call_id: 'call_1', content: '42' })
})

test('a conversation needs messages', () => {
  // @ts-expect-error -- There are no messages.
  void createChatCompletion(client, { max_tokens: 5 })
  // @ts-expect-error -- null is answered with a 422.
  void createChatCompletion(client, { messages: null })
})

test('unknown fields have one door, and known ones are checked', () => {
  void createChatCompletion(client, { messages: [], extra: { future_sampler: 0.5 }, temperature: 0 })
  // @ts-expect-error -- It is called temperature.
  void createChatCompletion(client, { messages: [], temprature: 1 })
  // @ts-expect-error -- It is called temperature.
  void streamChatCompletion(client, { messages: [], temprature: 1 })
  // @ts-expect-error -- It is called max_tokens.
  void createChatObject(client, { messages: [], schema: { type: 'string' }, max_token: 5 })
  // @ts-expect-error -- It is called effort.
  void createChatCompletion(client, { messages: [], reasoning: { efort: 'high' } })
  // @ts-expect-error -- It is called description.
  void createChatCompletion(client, { messages: [], tools: [{ type: 'function', function: { name: 'a', desc: '' } }] })
  // @ts-expect-error -- A temperature is a number.
  void createChatCompletion(client, { messages: [], temperature: 'hot' })
  // @ts-expect-error -- There is no such choice of tools.
  void createChatCompletion(client, { messages: [], tool_choice: 'maybe' })
})

test('a tool needs a name and nothing else', () => {
  expectTypeOf<{ type: 'function'; function: { name: string } }>().toExtend<ChatTool>()
  expectTypeOf<{ type: 'function'; function: { description: string } }>().not.toExtend<ChatTool>()
})

test('a misspelt field of an answer does not compile', () => {
  // @ts-expect-error -- It is called finish_reason.
  void answer.choices[0]?.finishReason
  // @ts-expect-error -- There is no such field of usage.
  void answer.usage?.tokens
  // @ts-expect-error -- The text is in message.content.
  void answer.choices[0]?.text
})

test('what may be missing has to be looked at', () => {
  expectTypeOf(answer.choices[0]!.message.content).toEqualTypeOf<string | null>()
  expectTypeOf(answer.usage?.total_tokens).toEqualTypeOf<number | undefined>()
  expectTypeOf(answer.choices[0]!.logprobs?.content[0]?.logprob).toEqualTypeOf<number | null | undefined>()
})

test('a stream is collected into what a plain call gives', () => {
  expectTypeOf(collectChatCompletion).returns.toEqualTypeOf<ReturnType<typeof createChatCompletion>>()
  expectTypeOf(readChatText).returns.toExtend<AsyncIterable<string>>()
  expectTypeOf<TabbyStreamError['partial']>().toBeUnknown()
})

test('params can be kept in a variable', () => {
  const params: ChatCompletionParams = { messages: [], max_tokens: null, reasoning: { effort: 'high' }, tools: null }
  void streamChatCompletion(client, params)
})

/** The optional members that do not take `undefined`, which `exactOptionalPropertyTypes` refuses unless it is named. */
type Refusing<T> = {
  [K in keyof T]-?: object extends Pick<T, K> ? ({ [P in K]: undefined } extends Pick<T, K> ? never : K) : never
}[keyof T]

test('every optional member takes undefined', () => {
  expectTypeOf<Refusing<ChatCompletionParams>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<ChatObjectParams<{ type: string }>>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<NonNullable<ChatTool['function']>>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<ReasoningOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<CollectChatOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<SplitReasoningOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<TeeStreamOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<MeasureStreamOptions>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<ResponseFormat>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<NonNullable<GenerationParams['stream_options']>>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<ToolCall>>().toEqualTypeOf<never>()
  expectTypeOf<Refusing<{ one?: string; two?: string | undefined; three: string }>>().toEqualTypeOf<'one'>()
})

import { expectTypeOf, test } from 'vitest'
import {
  type AnyTabbyError,
  type ChatMessage,
  createTabbyClient,
  type GenerationParams,
  isTabbyError,
  requestJson,
  requestStream,
  type TabbyApiError,
  type TabbyClient,
  type TabbyErrorCode,
  type TabbyStream,
} from './index.js'

declare const client: TabbyClient

test('the guard narrows to the errors of the family, and the name to one class', () => {
  const error: unknown = undefined
  if (isTabbyError(error)) {
    expectTypeOf(error).toEqualTypeOf<AnyTabbyError>()
    expectTypeOf(error.code).toEqualTypeOf<TabbyErrorCode>()
    if (error.name === 'TabbyApiError') expectTypeOf(error).toEqualTypeOf<TabbyApiError>()
    // @ts-expect-error -- Only answers of the server have a status.
    void error.status
  }
})

test('an answer is unknown unless a schema says what it is', () => {
  expectTypeOf(requestJson(client, { path: '/' })).resolves.toBeUnknown()
  expectTypeOf(requestStream<number>(client, { path: '/' })).resolves.toEqualTypeOf<TabbyStream<number>>()
  expectTypeOf<TabbyStream<number>>().toExtend<AsyncIterableIterator<number>>()
})

test('any object with the members of a client is one, so two versions of this package fit together', () => {
  expectTypeOf({
    baseUrl: '',
    streaming: client.streaming,
    send: client.send,
    extend: client.extend,
  }).toExtend<TabbyClient>()
  expectTypeOf(createTabbyClient()).toEqualTypeOf<TabbyClient>()
})

test('unknown body fields pass, and null, which means the default', () => {
  expectTypeOf({ something_new: 1, max_tokens: null }).toExtend<GenerationParams>()
  expectTypeOf({ temperature: null, stop: null, n: null }).toExtend<GenerationParams>()
  expectTypeOf({ temperature: 'hot' }).not.toExtend<GenerationParams>()
})

test('a turn of a conversation may be an interface of the application, and may have unknown fields', () => {
  interface Turn {
    id: number
    role: 'user' | 'assistant'
    content: string
  }
  expectTypeOf<Turn>().toExtend<ChatMessage>()
  const literal: ChatMessage = { role: 'user', content: 'Hello', name: 'unknown to this version' }
  expectTypeOf(literal).toExtend<ChatMessage>()
  expectTypeOf<{ role: string; content: number }>().not.toExtend<ChatMessage>()
})

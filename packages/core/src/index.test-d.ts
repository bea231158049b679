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
  type TabbyApiIssue,
  type TabbyClient,
  TabbyConnectionError,
  type TabbyErrorCode,
  type TabbyKey,
  type TabbyStream,
  type TabbyStreamFailure,
  TabbyTimeoutError,
  type TabbyTimeoutName,
  type TabbyWrapper,
  wrapTabbyClient,
} from './index.js'

declare const client: TabbyClient

test('the guard narrows to the errors of the family, and the name to one class', () => {
  const error: unknown = undefined
  if (isTabbyError(error)) {
    expectTypeOf(error).toEqualTypeOf<AnyTabbyError>()
    expectTypeOf(error.code).toEqualTypeOf<TabbyErrorCode>()
    if (error.name === 'TabbyApiError') {
      expectTypeOf(error).toExtend<TabbyApiError>()
      expectTypeOf(error.status).toEqualTypeOf<number>()
    }
    if (error.name === 'TabbyTimeoutError') expectTypeOf(error).toEqualTypeOf<TabbyTimeoutError>()
    // @ts-expect-error -- Only answers of the server have a status.
    void error.status
  }
})

test('the code narrows to the members that belong to it, without a look at the class', () => {
  const error: unknown = undefined
  if (!isTabbyError<{ text: string }>(error)) return
  switch (error.code) {
    case 'validation_error':
      expectTypeOf(error.issues).toEqualTypeOf<readonly TabbyApiIssue[] | undefined>()
      break
    case 'rate_limit_exceeded':
    case 'no_model_loaded':
      expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>()
      expectTypeOf(error.status).toEqualTypeOf<number | undefined>()
      break
    case 'permission_error':
      expectTypeOf(error.detail).toEqualTypeOf<string | undefined>()
      break
    case 'context_length_exceeded':
      expectTypeOf(error.contextLimit).toEqualTypeOf<number | undefined>()
      break
    case 'connection_error':
      expectTypeOf(error.reason).toEqualTypeOf<string | undefined>()
      // @ts-expect-error -- No timeout ran out.
      void error.limit.toFixed()
      break
    case 'timeout':
      expectTypeOf(error.timeout).toEqualTypeOf<TabbyTimeoutName | undefined>()
      expectTypeOf(error.limit).toEqualTypeOf<number | undefined>()
      expectTypeOf(error.partial).toEqualTypeOf<{ text: string } | undefined>()
      break
    case 'stream_error':
      expectTypeOf(error.reason).toEqualTypeOf<TabbyStreamFailure | undefined>()
      expectTypeOf(error.partial).toEqualTypeOf<{ text: string } | undefined>()
      break
    case 'invalid_object':
      expectTypeOf(error.paths).toEqualTypeOf<readonly string[] | undefined>()
      expectTypeOf(error.text).toEqualTypeOf<string | undefined>()
      break
    case 'tool_step_limit':
    case 'tool_call_malformed':
      expectTypeOf(error.transcript).toEqualTypeOf<readonly ChatMessage[] | undefined>()
      break
    case 'request_refused':
      expectTypeOf(error.reason).toExtend<string | undefined>()
      expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>()
      // @ts-expect-error -- Nothing was sent, so nothing has a status.
      void error.status.toFixed()
      break
    default:
      expectTypeOf(error.code).toExtend<TabbyErrorCode>()
  }
})

test('a class that can be made says what it needs', () => {
  expectTypeOf(TabbyTimeoutError).toBeConstructibleWith('too long', { timeout: 'timeout', limit: 5 })
  // @ts-expect-error -- The code of a timeout is always the same.
  void new TabbyTimeoutError('not_found', 'x')
  // @ts-expect-error -- A connection error has a reason, if only undefined.
  void new TabbyConnectionError('x')
})

test('an answer is unknown unless a schema says what it is', () => {
  expectTypeOf(requestJson(client, { path: '/' })).resolves.toBeUnknown()
  expectTypeOf(requestStream<number>(client, { path: '/' })).resolves.toEqualTypeOf<TabbyStream<number>>()
  expectTypeOf<TabbyStream<number>>().toExtend<AsyncIterableIterator<number>>()
})

test('a wrapper is a function of send, and its watches and the context are typed', () => {
  const wrapper: TabbyWrapper =
    (send, { baseUrl }) =>
    async (request) => {
      expectTypeOf(request.context?.priority).toEqualTypeOf<number | undefined>()
      expectTypeOf(request.context?.['mine']).toBeUnknown()
      expectTypeOf(request.call).toEqualTypeOf<number | undefined>()
      expectTypeOf(baseUrl).toBeString()
      const response = await send(request)
      return { ...response, watches: [...(response.watches ?? []), { onEnd: (end) => void end.whole }] }
    }
  expectTypeOf(wrapTabbyClient(client, wrapper)).toEqualTypeOf<TabbyClient>()
  // @ts-expect-error -- A priority is a number.
  void requestJson(client, { path: '/', context: { priority: 'high' } })
  // @ts-expect-error -- A wrapper returns a function that sends.
  void wrapTabbyClient(client, async () => undefined)
})

test('a key function may look at why it is called, and need not', () => {
  expectTypeOf(({ refused }: { readonly refused: boolean }) => (refused ? 'a' : 'b')).toExtend<TabbyKey>()
  expectTypeOf(async () => undefined).toExtend<TabbyKey>()
  expectTypeOf((wrong: string) => wrong).not.toExtend<TabbyKey>()
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

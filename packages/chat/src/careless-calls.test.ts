import { createTabbyClient } from '@tabby/core'
import { expect, test } from 'vitest'
import {
  collectChatCompletion,
  createChatCompletion,
  createChatObject,
  createErrorResponse,
  createStreamResponse,
  defineTool,
  type Tool,
  measureStream,
  readChatEvents,
  readChatText,
  runTools,
  splitReasoning,
  streamChatCompletion,
  streamChatObject,
  streamTools,
  teeStream,
  toReadableStream,
} from './index.js'
import { addUsage } from './tools/add-usage.js'
import { runCall } from './tools/run-call.js'

/** Nothing listens there: what is refused is refused before anything is sent. */
const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:1', adminKey: 'an-admin-key', retry: false })

/** What a program without types may give: the compiler refuses it in each of these places. */
const careless = (value: unknown) => value as never

test.each([undefined, null, 'x', 5, []])(
  'parameters that are %o are refused, never a bare TypeError',
  async (params) => {
    for (const call of [createChatCompletion, streamChatCompletion, createChatObject, streamChatObject]) {
      await expect((async () => call(client, careless(params)))()).rejects.toMatchObject({
        code: 'request_refused',
        message: expect.stringContaining('the parameters must be an object') as unknown,
      })
    }
  },
)

test('options that are null count as left out', async () => {
  await expect(createChatCompletion(client, { messages: [] }, careless(null))).rejects.toMatchObject({
    code: 'connection_error',
  })
})

test.each([
  ['a text', 'x', 'tools must be a list'],
  ['an object', {}, 'tools must be a list'],
  ['a list of null', [null], "tools.0 must be { type: 'function', function: { name, ... } }"],
  ['a list with an empty object', [{}], "tools.0 must be { type: 'function', function: { name, ... } }"],
])('tools that are %s are refused', async (_what, tools, message) => {
  const params = { messages: [], tools: careless(tools) }
  for (const call of [createChatCompletion, streamChatCompletion]) {
    const expected = { code: 'request_refused', message: `POST /v1/chat/completions: ${message}` }
    await expect(call(client, params)).rejects.toMatchObject(expected)
  }
})

test('a run of tools without parameters or options is refused, and the stream of one as well', async () => {
  for (const params of [null, 'x', 5]) {
    const expected = { code: 'request_refused', message: expect.stringContaining('the parameters must be') as unknown }
    await expect(runTools(client, careless(params), { tools: [] })).rejects.toMatchObject(expected)
    await expect(streamTools(client, careless(params), { tools: [] }).next()).rejects.toMatchObject(expected)
  }
  for (const options of [undefined, null, 'x']) {
    const expected = { code: 'request_refused', message: expect.stringContaining('the options must be') as unknown }
    await expect(runTools(client, { messages: [] }, careless(options))).rejects.toMatchObject(expected)
    await expect(streamTools(client, { messages: [] }, careless(options)).next()).rejects.toMatchObject(expected)
  }
})

test('options of readers and routes that are null count as left out', () => {
  async function* nothing(): AsyncGenerator<never> {}
  expect(() => measureStream(nothing(), careless(null))).not.toThrow()
  expect(() => splitReasoning(nothing(), careless(null))).not.toThrow()
  expect(() => teeStream(nothing(), careless(null))).not.toThrow()
  expect(createErrorResponse(new Error('x'), careless(null)).status).toBe(500)
  expect(createStreamResponse(nothing(), careless(null)).status).toBe(200)
})

test.each([
  [undefined, 'pass the stream that the function for the request resolved with'],
  [null, 'pass the stream that the function for the request resolved with'],
  ['text', 'pass the stream that the function for the request resolved with'],
  [{}, 'pass the stream that the function for the request resolved with'],
  [[], 'pass the stream that the function for the request resolved with'],
  [Promise.resolve(), 'it is a promise, so await it first'],
  [{ getReader: () => {} }, 'this runtime cannot iterate over a ReadableStream'],
])('readers refuse %o by name, because it is not a stream', async (given, advice) => {
  const readers = { readChatText, readChatEvents, splitReasoning, measureStream, teeStream, toReadableStream }
  for (const [name, read] of Object.entries({ ...readers, collectChatCompletion })) {
    await expect((async () => read(careless(given)))()).rejects.toMatchObject({
      name: 'TabbyRequestError',
      message: expect.stringMatching(`^${name}: the first argument must be a stream of chunks: ${advice}`) as unknown,
    })
  }
})

test('usage that lacks a count is added as none, not as NaN', () => {
  const usage = addUsage(careless({ prompt_tokens: 1 }), careless({ completion_tokens: 2, total_tokens: 2 }))
  expect(usage).toMatchObject({ prompt_tokens: 1, completion_tokens: 2, total_tokens: 2 })
})

test('what a tool throws is told to the model even if its message cannot be read', async () => {
  const thrown = {
    get message(): string {
      throw new Error('hostile')
    },
  }
  const tool = defineTool({
    name: 'get_time',
    schema: { type: 'object', properties: {} },
    execute: () => {
      throw thrown
    },
  })
  const call = { id: 'a', type: 'function' as const, function: { name: 'get_time', arguments: '{}' } }
  const step = { options: { tools: [tool], onToolError: 'tell-model' as const }, readTranscript: () => [] }
  const result = await runCall(call, tool as Tool, { ...step, signal: new AbortController().signal })
  expect(result.content).toBe('Error: get_time failed')
  expect('error' in result && result.error === thrown).toBe(true)
})

import { propagation } from '@opentelemetry/api'
import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createCompletion } from '@tabby/completions'
import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
import { expect, onTestFinished, test } from 'vitest'
import { chunk, completion, event, json, serveTraced } from '../test/serve-traced.js'
import { createErrorGroups } from './create-error-groups.js'
import { createLog } from './create-log.js'
import { createTelemetry } from './create-telemetry.js'

const secrets = {
  prompt: 'the-private-prompt',
  stop: 'the-private-stop',
  completion: 'the-private-completion',
  apiKey: 'the-private-api-key',
  bearerToken: 'the-private-token',
}
const messages = [{ role: 'user', content: secrets.prompt }]
const { apiKey, bearerToken } = secrets

test.each([
  ['a completion', completion(secrets.completion)],
  [
    'an error that quotes all of it',
    { status: 400, headers: json, body: [JSON.stringify({ detail: Object.values(secrets).join() })] },
  ],
  ['a rejected key', { status: 401, headers: json, body: [JSON.stringify({ detail: apiKey })] }],
  ['a stream that fails', { body: [chunk(secrets.completion), event({ error: { message: secrets.prompt } })] }],
])('%s leaves no prompt, completion or key in spans, metrics, log entries and error groups', async (_, answer) => {
  const { client, providers, listSpans, listPoints } = await serveTraced(answer)
  const entries: unknown[] = []
  const groups = createErrorGroups()
  const wrapped = wrapTabbyClient(
    createTabbyClient({ baseUrl: client.baseUrl, apiKey, bearerToken, retry: false }),
    createTelemetry({ ...providers, names: 'both' }),
    createLog({ log: (entry) => entries.push(entry) }),
    groups.wrapper,
  )
  const params = { messages, stop: [secrets.stop], user: secrets.prompt }
  const isStream = !('headers' in answer)
  const run = async () => {
    if (!isStream) return createChatCompletion(wrapped, params)
    for await (const each of await streamChatCompletion(wrapped, params)) expect(each).toBeDefined()
    return undefined
  }
  await run().catch(() => {})
  const spans = (await listSpans()).map(({ name, attributes, events, status }) => [name, attributes, events, status])
  expect(spans).toHaveLength(1)
  expect(entries).toHaveLength(1)
  const written = JSON.stringify([spans, await listPoints(), entries, groups.list()])
  expect(Object.values(secrets).filter((secret) => written.includes(secret))).toEqual([])
})

test('with content, messages are written in the form of the conventions', async () => {
  const call = { id: 'call-1', type: 'function' as const, function: { name: 'look', arguments: '{"at":1}' } }
  const answer = completion('', {
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Hi', reasoning_content: 'Hm', tool_calls: [call] },
        finish_reason: 'tool_calls',
      },
    ],
  })
  const { client, listSpans } = await serveTraced(answer, { content: true })
  await createChatCompletion(client, {
    messages: [
      { role: 'system', content: 'Be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [{ ...call, function: { name: 'look', arguments: '{"at":' } }] },
      { role: 'tool', tool_call_id: 'call-1', content: 'a cat' },
    ],
    stop: 'END',
  })
  const attributes = (await listSpans())[0]!.attributes as Record<string, string>
  expect(attributes['gen_ai.request.stop_sequences']).toEqual(['END'])
  expect(JSON.parse(attributes['gen_ai.input.messages']!)).toEqual([
    { role: 'system', parts: [{ type: 'text', content: 'Be brief' }] },
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'What is it?' },
        { type: 'uri', modality: 'image', uri: 'https://example.com/a.png' },
        { type: 'image', mime_type: 'image/png', characters: 26 },
      ],
    },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'call-1', name: 'look', arguments: '{"at":' }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'call-1', response: 'a cat' }] },
  ])
  expect(JSON.parse(attributes['gen_ai.output.messages']!)).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm' },
        { type: 'text', content: 'Hi' },
        { type: 'tool_call', id: 'call-1', name: 'look', arguments: { at: 1 } },
      ],
      finish_reason: 'tool_calls',
    },
  ])
})

test('with content, a stream is put together from its deltas, as far as it came', async () => {
  const delta = (fields: object, index = 0) =>
    event({ model: 'm', choices: [{ index, delta: fields, finish_reason: null }] })
  const toolDelta = (more: object, text: string) =>
    delta({ tool_calls: [{ index: 0, ...more, function: { ...('id' in more && { name: 'look' }), arguments: text } }] })
  const { client, listSpans } = await serveTraced(
    {
      body: [
        delta({ role: 'assistant', reasoning_content: 'H' }),
        delta({ reasoning_content: 'm' }),
        delta({ content: 'b' }, 1),
        chunk('a'),
        toolDelta({ id: 'call-1', type: 'function' }, '{"at"'),
        toolDelta({}, ':1}'),
        event(null),
        chunk('a'),
      ],
      end: 'destroy',
    },
    { content: true },
  )
  const stream = await streamChatCompletion(client, { messages, n: 2 })
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toMatchObject({ reason: 'truncated' })
  const [span] = await listSpans()
  expect(JSON.parse(span!.attributes['gen_ai.output.messages'] as string)).toEqual([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm' },
        { type: 'text', content: 'aa' },
        { type: 'tool_call', id: 'call-1', name: 'look', arguments: { at: 1 } },
      ],
      finish_reason: '',
    },
    { role: 'assistant', parts: [{ type: 'text', content: 'b' }], finish_reason: '' },
  ])
})

test('with content, the prompt of a text completion is a message of the user', async () => {
  const answer = { headers: json, body: ['{"id":"1","choices":[{"index":0,"text":"x","finish_reason":"stop"}]}'] }
  const { client, listSpans } = await serveTraced(answer, { content: true })
  await createCompletion(client, { prompt: 'Once' }).catch(() => {})
  const [span] = await listSpans()
  expect(JSON.parse(span!.attributes['gen_ai.input.messages'] as string)).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Once' }] },
  ])
})

test('with propagate, the server gets the trace of the span beside the headers of the call', async () => {
  propagation.setGlobalPropagator({
    inject: (_, carrier, setter) => setter.set(carrier, 'traceparent', 'of-this-span'),
    extract: (context) => context,
    fields: () => ['traceparent'],
  })
  onTestFinished(() => propagation.disable())
  for (const propagate of [true, false]) {
    const { client, server } = await serveTraced(completion('Hi'), { propagate })
    await createChatCompletion(client, { messages }, { headers: { 'x-tenant': 'one' } })
    expect(server.requests[0]!.headers['traceparent']).toBe(propagate ? 'of-this-span' : undefined)
    expect(server.requests[0]!.headers).toMatchObject({ 'x-tenant': 'one' })
  }
})

test.each([
  ['messages with a BigInt', { body: { messages: [{ role: 'tool', content: 5n }] } }, 'The body cannot be written'],
  ['headers that are none', { body: {}, headers: { 'x-tenant': 'a\nb' } }, 'The option headers is not valid'],
])('%s are refused by core, and the span ends', async (_, options, sentence) => {
  const { client, server, listSpans } = await serveTraced(completion('Hi'), { content: true, propagate: true })
  const call = requestJson(client, { path: '/v1/chat/completions', operation: 'generate', ...options })
  await expect(call).rejects.toMatchObject({ code: 'request_refused', message: expect.stringContaining(sentence) })
  expect(await listSpans()).toMatchObject([{ attributes: { 'error.type': 'request_refused' } }])
  expect(server.requests).toEqual([])
})

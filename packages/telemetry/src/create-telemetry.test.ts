import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { createChatCompletion } from '@tabby/chat'
import { createCompletion } from '@tabby/completions'
import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { serveEmulator } from '@tabby/emulator/testing'
import { downloadModel, loadEmbeddingModel, loadModel } from '@tabby/models'
import { expect, onTestFinished, test } from 'vitest'
import { completion, json, recordTelemetry, serveTraced } from '../test/serve-traced.js'
import { createTelemetry } from './create-telemetry.js'

const messages = [{ role: 'user', content: 'Hello' }]

test('a chat completion is one span with the attributes of the conventions', async () => {
  const { client, server, listSpans } = await serveTraced(completion('Hi'))
  await createChatCompletion(
    client,
    {
      messages,
      model: 'asked',
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      max_tokens: 7,
      extra: { seed: 3 },
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      n: 2,
      reasoning_effort: 'low',
      stop: ['private'],
      response_format: { type: 'json_schema', json_schema: {} },
    },
    { context: { conversationId: 'talk-1' } },
  )
  const [span, ...more] = await listSpans()
  expect(more).toEqual([])
  expect(span).toMatchObject({ name: 'chat asked', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } })
  expect(span!.attributes).toEqual({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'tabbyapi',
    'gen_ai.conversation.id': 'talk-1',
    'gen_ai.output.type': 'json',
    'gen_ai.request.model': 'asked',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.top_p': 0.9,
    'gen_ai.request.top_k': 40,
    'gen_ai.request.max_tokens': 7,
    'gen_ai.request.seed': 3,
    'gen_ai.request.presence_penalty': 0.1,
    'gen_ai.request.frequency_penalty': 0.2,
    'gen_ai.request.choice.count': 2,
    'gen_ai.request.reasoning.level': 'low',
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.response.model': 'answering',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.usage.output_tokens': 5,
    'gen_ai.usage.cache_read.input_tokens': 4,
    'gen_ai.usage.reasoning.output_tokens': 2,
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.url).port),
    'tabby.eos_reason': 'stop_token',
    'tabby.completion_tokens_per_sec': 10,
  })
})

test('attributes for samplers are there when the span is made', async () => {
  const seen: unknown[] = []
  const tracer = {
    startSpan: (_: string, { attributes }: { attributes: unknown }) => {
      seen.push(attributes)
      throw new Error('enough')
    },
  }
  const tracerProvider = { getTracer: () => tracer } as never
  const wrapper = createTelemetry({ tracerProvider })
  const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'https://example.com/tabby' }), wrapper)
  await expect(createChatCompletion(client, { messages, model: 'asked' })).rejects.toThrow('enough')
  expect(seen).toEqual([
    {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'tabbyapi',
      'gen_ai.request.model': 'asked',
      'server.address': 'example.com',
      'server.port': 443,
    },
  ])
})

const textCompletion = {
  headers: json,
  body: [
    JSON.stringify({
      id: 'cmpl-1',
      object: 'text_completion',
      created: 1,
      model_name: 'answering',
      choices: [{ index: 0, text: 'x', finish_reason: 'length' }],
    }),
  ],
}

test('a text completion without usage has its own name and no tokens', async () => {
  const { client, listSpans } = await serveTraced(textCompletion)
  await createCompletion(client, { prompt: 'Hello' })
  expect((await listSpans())[0]).toMatchObject({ name: 'text_completion' })
  expect((await listSpans())[0]!.attributes).toMatchObject({
    'gen_ai.response.model': 'answering',
    'gen_ai.response.finish_reasons': ['length'],
  })
  expect(Object.keys((await listSpans())[0]!.attributes).filter((name) => name.includes('usage'))).toEqual([])
})

test('embeddings and loads are spans, reads and unloads are not', async () => {
  const emulated = await serveEmulator({ closeWith: onTestFinished })
  const { providers, listSpans } = recordTelemetry()
  const client = wrapTabbyClient(createTabbyClient({ baseUrl: emulated.url }), createTelemetry(providers))
  await createEmbeddings(client, { input: 'Hello', encoding_format: 'float' })
  await loadModel(client, { model_name: 'demo-base-3b-exl3' })
  await requestJson(client, { path: '/v1/models' })
  await downloadModel(client, { repo_id: 'demo/new', token: 'hf_private' })
  await loadEmbeddingModel(client, { embedding_model_name: 'nowhere' }).catch(() => {})
  const spans = (await listSpans()).map(({ name, attributes, status }) => ({ name, attributes, status }))
  expect(spans.map(({ name }) => name)).toEqual([
    'embeddings',
    'tabby.load_model demo-base-3b-exl3',
    'tabby.download_model demo/new',
    'tabby.load_embedding_model nowhere',
  ])
  expect(spans[0]!.attributes).toMatchObject({
    'gen_ai.operation.name': 'embeddings',
    'gen_ai.request.encoding_formats': ['float'],
    'gen_ai.usage.input_tokens': expect.any(Number),
  })
  expect(spans[1]!.attributes).not.toHaveProperty('gen_ai.operation.name')
  expect(spans[1]).toMatchObject({ status: { code: SpanStatusCode.UNSET } })
  expect(spans[3]).toMatchObject({ status: { code: SpanStatusCode.ERROR } })
  expect(JSON.stringify(spans)).not.toContain('hf_private')
})

test('a call that is retried is one span', async () => {
  const busy = { status: 503, headers: { ...json, 'retry-after': '0' }, body: ['{"detail":"busy"}'] }
  const { client, server, listSpans } = await serveTraced((index) => (index < 2 ? busy : completion('Hi')))
  await createChatCompletion(client, { messages })
  expect(server.requests).toHaveLength(3)
  expect(await listSpans()).toHaveLength(1)
  expect((await listSpans())[0]).toMatchObject({ status: { code: SpanStatusCode.UNSET } })
})

test('a call that fails has the code of its error, and none of its words', async () => {
  const { client, listSpans } = await serveTraced({ status: 400, headers: json, body: ['{"detail":"the words"}'] })
  await expect(createChatCompletion(client, { messages })).rejects.toThrow('the words')
  expect(await listSpans()).toHaveLength(1)
  expect((await listSpans())[0]).toMatchObject({
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': 'invalid_request' },
  })
  expect(JSON.stringify((await listSpans())[0]!.attributes)).not.toContain('words')
})

test('a response of the wrong shape, and a `verify` that throws, end the span once', async () => {
  const { client, listSpans } = await serveTraced({ headers: json, body: ['null'] })
  await expect(createChatCompletion(client, { messages })).rejects.toMatchObject({ code: 'invalid_response' })
  const traced = await serveTraced(completion('Hi'))
  const verify = () => {
    throw new Error('my own')
  }
  await expect(createChatCompletion(traced.client, { messages }, { verify })).rejects.toThrow('my own')
  const types = [...(await listSpans()), ...(await traced.listSpans())].map(
    ({ attributes }) => attributes['error.type'],
  )
  expect(types).toEqual(['invalid_response', 'other'])
})

const left = { 'tabby.left_early': true }

test('an abort is no error: the caller left', async () => {
  const { client, listSpans } = await serveTraced({ headers: json, body: [200, '{}'] })
  const controller = new AbortController()
  const call = createChatCompletion(client, { messages }, { signal: controller.signal })
  setTimeout(() => controller.abort('enough'), 20)
  await expect(call).rejects.toBe('enough')
  expect(await listSpans()).toHaveLength(1)
  expect((await listSpans())[0]).toMatchObject({ status: { code: SpanStatusCode.UNSET }, attributes: left })
})

test('a client that is extended is traced as well, and probes pass', async () => {
  const { client, listSpans } = await serveTraced(completion('Hi'))
  await createChatCompletion(client.extend({ apiKey: 'other' }), { messages })
  await client.send({ path: '/health', operation: 'probe' })
  expect(await listSpans()).toHaveLength(1)
})

test.each<[object, string]>([
  [{ tracerProvider: {} }, 'tracerProvider'],
  [{ meterProvider: 'prometheus' }, 'meterProvider'],
  [{ names: 'v9' }, 'names'],
  [{ content: 'yes' }, 'content'],
  [{ propagate: 1 }, 'propagate'],
])('the options %j are refused by name', (options, name) => {
  expect(() => createTelemetry(options as never)).toThrow(`createTelemetry: ${name} must be`)
})

test('options that are no object are refused', () => {
  expect(() => createTelemetry(null as never)).toThrow('createTelemetry: the options must be an object')
})

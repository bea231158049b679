import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, wrapTabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { metrics } from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { chunk, completion, json, type MetricPoint, serveTraced, usage } from '../test/serve-traced.js'
import { createTelemetry } from './create-telemetry.js'

const messages = [{ role: 'user', content: 'Hello' }]
const stream = { body: [chunk('a'), chunk('b', {}, 'stop'), chunk('', { usage, choices: [] }), 'data: [DONE]\n\n'] }
const sum = ({ name, value }: MetricPoint) => [name, (value as { sum?: number }).sum ?? value]

test('a stream is measured once: duration, first chunk and tokens', async () => {
  const { client, listPoints, server } = await serveTraced(stream)
  for await (const _ of await streamChatCompletion(client, { messages, model: 'asked' }));
  const points = await listPoints()
  expect(points.map(({ name }) => name).sort()).toEqual([
    'gen_ai.client.inference.duration',
    'gen_ai.client.inference.operation.input_tokens',
    'gen_ai.client.inference.operation.output_tokens',
    'gen_ai.client.inference.time_to_first_chunk',
    'gen_ai.client.inference.usage.cache_read.input_tokens',
    'gen_ai.client.inference.usage.input_tokens',
    'gen_ai.client.inference.usage.output_tokens',
    'gen_ai.client.inference.usage.reasoning.output_tokens',
  ])
  expect(Object.fromEntries(points.map(sum))).toMatchObject({
    'gen_ai.client.inference.operation.input_tokens': 12,
    'gen_ai.client.inference.operation.output_tokens': 5,
    'gen_ai.client.inference.usage.cache_read.input_tokens': 4,
    'gen_ai.client.inference.usage.input_tokens': 12,
    'gen_ai.client.inference.usage.output_tokens': 5,
    'gen_ai.client.inference.usage.reasoning.output_tokens': 2,
  })
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'tabbyapi',
    'gen_ai.request.model': 'asked',
    'gen_ai.response.model': 'answering',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.url).port),
  }
  for (const point of points) {
    const isCounter = point.name.includes('.usage.')
    expect(point.attributes).toEqual(isCounter ? { ...attributes, 'gen_ai.token.modality': 'unknown' } : attributes)
  }
})

test('a duration is that of the span, and the first chunk comes before it', async () => {
  const { client, listPoints, listSpans } = await serveTraced({ body: [chunk('a'), 60, chunk('b', {}, 'stop')] })
  for await (const _ of await streamChatCompletion(client, { messages }));
  const points = Object.fromEntries((await listPoints()).map(sum)) as Record<string, number>
  const [span] = await listSpans()
  const [seconds, nanoseconds] = span!.duration
  const duration = points['gen_ai.client.inference.duration']!
  expect(duration).toBeCloseTo(seconds + nanoseconds / 1e9, 1)
  const first = points['gen_ai.client.inference.time_to_first_chunk']!
  expect(first).toBe(span!.attributes['gen_ai.response.time_to_first_chunk'])
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(duration - 0.03)
})

test('a failed call has its error in the duration, and counts no tokens', async () => {
  const { client, listPoints } = await serveTraced({ status: 400, headers: json, body: ['{"detail":"no"}'] })
  await createChatCompletion(client, { messages }).catch(() => {})
  const points = await listPoints()
  expect(points.map(sum)).toEqual([
    ['gen_ai.client.inference.duration', expect.any(Number)],
    ['gen_ai.client.inference.usage.input_tokens', 0],
    ['gen_ai.client.inference.usage.output_tokens', 0],
  ])
  expect(points[0]!.attributes).toMatchObject({ 'error.type': 'invalid_request' })
})

const embeddings = {
  headers: json,
  body: [
    JSON.stringify({
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: [1] }],
      model: 'embedder',
      usage: { prompt_tokens: 3, total_tokens: 3, completion_tokens: 0 },
    }),
  ],
}

test('embeddings are no inference', async () => {
  const { client, listPoints } = await serveTraced(embeddings)
  await createEmbeddings(client, { input: 'Hello', encoding_format: 'float' })
  expect((await listPoints()).map(sum)).toEqual([
    ['gen_ai.client.embeddings.duration', expect.any(Number)],
    ['gen_ai.client.embeddings.operation.input_tokens', 3],
  ])
})

test('older names are written in place of the newer ones, or beside them', async () => {
  const older = [
    'gen_ai.client.operation.duration',
    'gen_ai.client.operation.time_to_first_chunk',
    'gen_ai.client.token.usage',
    'gen_ai.client.token.usage',
  ]
  const former = await serveTraced(stream, { names: 'v1.41.0' })
  for await (const _ of await streamChatCompletion(former.client, { messages }));
  const points = await former.listPoints()
  expect(points.map(({ name }) => name).sort()).toEqual(older)
  const tokens = points.filter(({ name }) => name === 'gen_ai.client.token.usage')
  expect(tokens.map((point) => [point.attributes['gen_ai.token.type'], sum(point)[1]])).toEqual([
    ['input', 12],
    ['output', 5],
  ])
  const both = await serveTraced(stream, { names: 'both' })
  for await (const _ of await streamChatCompletion(both.client, { messages }));
  const names = (await both.listPoints()).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining([...older, 'gen_ai.client.inference.duration']))
  const embedded = await serveTraced(embeddings, { names: 'v1.41.0' })
  await createEmbeddings(embedded.client, { input: 'Hello', encoding_format: 'float' })
  expect((await embedded.listPoints()).map(({ name }) => name)).toEqual([older[0], older[2]])
})

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('Prometheus can scrape it, also when the global provider is registered after the client was made', async () => {
  const { client: traced } = await serveTraced(completion('Hi'))
  const client = wrapTabbyClient(createTabbyClient({ baseUrl: traced.baseUrl }), createTelemetry())
  await createChatCompletion(client, { messages, model: 'unmeasured' })
  const port = await findFreePort()
  const exporter = new PrometheusExporter({ host: '127.0.0.1', port, preventServerStart: true })
  const provider = new MeterProvider({ readers: [exporter] })
  metrics.setGlobalMeterProvider(provider)
  onTestFinished(() => metrics.disable())
  onTestFinished(() => provider.shutdown())
  await exporter.startServer()
  await createChatCompletion(client, { messages, model: 'measured' })
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  expect(text).toMatch(
    /^gen_ai_client_inference_duration(?:_seconds)?_bucket\{.*gen_ai_request_model="measured".*le="0\.01".*\} \d/m,
  )
  expect(text).toMatch(/^gen_ai_client_inference_usage_input_tokens(?:_tokens?)?_total\{.*\} 12$/m)
  expect(text).not.toContain('unmeasured')
})

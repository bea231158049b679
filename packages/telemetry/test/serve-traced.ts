import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { context } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { createTabbyClient, type TabbyClient, type TabbyClientOptions, wrapTabbyClient } from '@tabby/core'
import { type Answer, type AnswerServer, serveAnswers } from '@tabby/emulator/testing'
import { onTestFinished } from 'vitest'
import { type CallTelemetryOptions, createTelemetry } from '../src/index.js'

/** What a metric holds: a point for each combination of attributes. */
export interface MetricPoint {
  readonly name: string
  readonly attributes: Record<string, unknown>
  readonly value: unknown
}

/** Exporters in memory, and what they were given. */
export function recordTelemetry() {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const spans = new InMemorySpanExporter()
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] })
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const meterProvider = new MeterProvider({ readers: [reader] })
  onTestFinished(async () => {
    context.disable()
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()])
  })
  return {
    providers: { tracerProvider, meterProvider },
    async listSpans() {
      await tracerProvider.forceFlush()
      return spans.getFinishedSpans()
    },
    async listPoints(): Promise<MetricPoint[]> {
      exporter.reset()
      await meterProvider.forceFlush()
      return exporter
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(({ metrics }) => metrics)
        .flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({ name: descriptor.name, attributes, value })),
        )
    },
  }
}

/** Serves prepared responses to a traced client. */
export async function serveTraced(
  answer: Answer | ((index: number) => Answer),
  options: CallTelemetryOptions = {},
  clientOptions: TabbyClientOptions = {},
): Promise<{ client: TabbyClient; server: AnswerServer } & ReturnType<typeof recordTelemetry>> {
  const server = await serveAnswers(typeof answer === 'function' ? (_, index) => answer(index) : answer)
  onTestFinished(() => server.close())
  const telemetry = recordTelemetry()
  const wrapper = createTelemetry({ ...telemetry.providers, ...options })
  const client = createTabbyClient({ baseUrl: server.url, retry: { delay: () => 1 }, ...clientOptions })
  return { ...telemetry, server, client: wrapTabbyClient(client, wrapper) }
}

/** Headers of a JSON response. */
export const json = { 'content-type': 'application/json' }

/** An event of a stream. */
export const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`

/** A chunk of a streamed chat completion. */
export const chunk = (content: string, more: object = {}, finish: string | null = null): string =>
  event({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'answering',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
    ...more,
  })

/** The usage of a completion, as the server reports it. */
export const usage = {
  prompt_tokens: 12,
  prompt_time: 0.1,
  prompt_tokens_per_sec: 'Indeterminate',
  completion_tokens: 5,
  completion_time: 0.5,
  completion_tokens_per_sec: 10,
  total_tokens: 17,
  total_time: 0.6,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
}

/** A whole chat completion. */
export const completion = (content: string, more: object = {}): Answer => ({
  headers: json,
  body: [
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'answering',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop', eos_reason: 'stop_token' }],
      usage,
      ...more,
    }),
  ],
})

import {
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  type MeterProvider,
  metrics,
} from '@opentelemetry/api'
import { conventionNames } from './convention-names.js'
import type { TelemetryNames, TelemetryOptions } from './telemetry-options.js'

/** Token counts of one response; a missing one was not reported. */
export interface TokenCounts {
  readonly input?: number | undefined
  readonly output?: number | undefined
  readonly cached?: number | undefined
  readonly reasoning?: number | undefined
}

/** The measurements of one call. */
export interface CallMeasurement {
  /** Attributes that have few values: a metric keeps a series for each combination. */
  readonly attributes: Attributes
  readonly seconds: number
  readonly secondsToFirstChunk: number | undefined
  readonly tokens: TokenCounts
}

/** Writes metrics. */
export interface Recorder {
  recordInference(call: CallMeasurement): void
  recordEmbeddings(call: CallMeasurement): void
  recordTool(seconds: number, attributes: Attributes): void
}

const secondBuckets = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
const tokenBuckets = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864]

/**
 * Makes a function that returns the recorder. It looks up the provider on each use, because an application may register
 * its global one after the client was created; instruments are created once for each provider.
 */
export function createRecorder({ meterProvider, names = 'v0.1.0' }: TelemetryOptions): () => Recorder {
  let recorder: Recorder | undefined
  let provider: MeterProvider | undefined
  return () => {
    const current = meterProvider ?? metrics.getMeterProvider()
    if (!recorder || provider !== current) {
      provider = current
      recorder = buildRecorder(current.getMeter(conventionNames.scope), names)
    }
    return recorder
  }
}

function buildRecorder(meter: Meter, names: TelemetryNames): Recorder {
  const newer = names === 'v1.41.0' ? undefined : createInstruments(meter)
  const older = names === 'v0.1.0' ? undefined : createOlderInstruments(meter)
  const recordOlder = ({ attributes, seconds, secondsToFirstChunk, tokens }: CallMeasurement) => {
    older?.duration.record(seconds, attributes)
    if (secondsToFirstChunk !== undefined) older?.timeToFirstChunk.record(secondsToFirstChunk, attributes)
    for (const type of ['input', 'output'] as const) {
      const count = tokens[type]
      if (count !== undefined)
        older?.tokens.record(count, { ...attributes, [conventionNames.attributes.tokenType]: type })
    }
  }
  return {
    recordInference(call) {
      recordOlder(call)
      if (!newer) return
      const { attributes, seconds, secondsToFirstChunk, tokens } = call
      newer.duration.record(seconds, attributes)
      if (secondsToFirstChunk !== undefined) newer.timeToFirstChunk.record(secondsToFirstChunk, attributes)
      if (tokens.input !== undefined) newer.inputTokensPerCall.record(tokens.input, attributes)
      if (tokens.output !== undefined) newer.outputTokensPerCall.record(tokens.output, attributes)
      // The counters have an entry for each call, 0 if the usage is unknown. The server does not split by modality.
      const { [conventionNames.attributes.errorType]: _, ...counted } = attributes
      const ofModality = { ...counted, [conventionNames.attributes.tokenModality]: 'unknown' }
      newer.inputTokens.add(tokens.input ?? 0, ofModality)
      newer.outputTokens.add(tokens.output ?? 0, ofModality)
      if (tokens.cached !== undefined) newer.cachedTokens.add(tokens.cached, ofModality)
      if (tokens.reasoning !== undefined) newer.reasoningTokens.add(tokens.reasoning, ofModality)
    },
    recordEmbeddings(call) {
      recordOlder({ ...call, tokens: { input: call.tokens.input } })
      newer?.embeddingsDuration.record(call.seconds, call.attributes)
      if (call.tokens.input !== undefined) newer?.embeddingsTokensPerCall.record(call.tokens.input, call.attributes)
    },
    recordTool: (seconds, attributes) => newer?.toolDuration.record(seconds, attributes),
  }
}

function createInstruments(meter: Meter) {
  const { metrics: names } = conventionNames
  return {
    duration: createSeconds(meter, names.duration, 'Duration of a generation, to the end of its stream'),
    timeToFirstChunk: createSeconds(meter, names.timeToFirstChunk, 'Time to the first chunk of a stream'),
    inputTokens: createCounter(meter, names.inputTokens, 'Tokens of prompts, cached ones included'),
    outputTokens: createCounter(meter, names.outputTokens, 'Tokens of completions, reasoning included'),
    cachedTokens: createCounter(meter, names.cachedTokens, 'Tokens of prompts that were in the cache'),
    reasoningTokens: createCounter(meter, names.reasoningTokens, 'Tokens of reasoning'),
    inputTokensPerCall: createTokens(meter, names.inputTokensPerCall, 'Tokens of the prompt of a call'),
    outputTokensPerCall: createTokens(meter, names.outputTokensPerCall, 'Tokens of the completions of a call'),
    embeddingsDuration: createSeconds(meter, names.embeddingsDuration, 'Duration of a request for embeddings'),
    embeddingsTokensPerCall: createTokens(meter, names.embeddingsTokensPerCall, 'Tokens of the texts of a request'),
    toolDuration: createSeconds(meter, names.toolDuration, 'Duration of a tool execution'),
  }
}

function createOlderInstruments(meter: Meter) {
  const { olderMetrics: names } = conventionNames
  return {
    duration: createSeconds(meter, names.duration, 'Duration of a call'),
    timeToFirstChunk: createSeconds(meter, names.timeToFirstChunk, 'Time to the first chunk of a stream'),
    tokens: createTokens(meter, names.tokens, 'Tokens of a call, by type'),
  }
}

const createSeconds = (meter: Meter, name: string, description: string): Histogram =>
  meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: secondBuckets } })

const createTokens = (meter: Meter, name: string, description: string): Histogram =>
  meter.createHistogram(name, { unit: '{token}', description, advice: { explicitBucketBoundaries: tokenBuckets } })

const createCounter = (meter: Meter, name: string, description: string): Counter =>
  meter.createCounter(name, { unit: '{token}', description })

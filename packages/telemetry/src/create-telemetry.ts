import { context, type Context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { TabbyClient, TabbyRequest, TabbyWrapper } from '@tabby/core'
import { conventionNames } from './convention-names.js'
import { createOutputReader } from './create-output-reader.js'
import { createRecorder, type Recorder } from './create-recorder.js'
import { createResponseReader } from './create-response-reader.js'
import { describeInput } from './describe-input.js'
import { describeParams, describeTarget, omitMissing, readOperation, type TracedOperation } from './describe-request.js'
import { readFailure } from './read-failure.js'
import { checkTelemetryOptions, type TelemetryOptions } from './telemetry-options.js'
import { type CallObserver, watchEnd } from './watch-end.js'

/** Options of `createTelemetry`. */
export interface CallTelemetryOptions extends TelemetryOptions {
  /**
   * Sends `traceparent` with each call, as the global propagator writes it. TabbyAPI ignores it; a gateway in front of
   * the server may continue the trace. Default `false`.
   */
  readonly propagate?: boolean | undefined
}

/**
 * Makes a wrapper that traces and measures calls with OpenTelemetry, following its conventions for generative AI.
 *
 * Makes no requests. Generations, embeddings and loads get a span, such as `chat my-model` or
 * `tabby.load_model my-model`. It covers all retries of a call and ends when its stream ends, however that happens; a
 * stream that nobody reads ends after its `eventTimeout`, or after ten minutes if it has none. Requests that the wrapped
 * `send` makes are children of the span. Without an SDK, nothing is written.
 *
 * @param options - Providers, names, and whether prompts and completions are written.
 * @returns The wrapper, for `wrapTabbyClient`: around a pool's members it sees attempts, around the pool it sees calls.
 * @throws TabbyRequestError when an option is not valid.
 *
 * @example
 * ```ts
 * import { createChatCompletion } from '@tabby/chat'
 * import { createTabbyClient, wrapTabbyClient } from '@tabby/core'
 * import { createTelemetry } from '@tabby/telemetry'
 *
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), createTelemetry())
 * await createChatCompletion(client, { messages: [{ role: 'user', content: 'Hello' }] })
 * ```
 */
export function createTelemetry(options: CallTelemetryOptions = {}): TabbyWrapper {
  checkTelemetryOptions('createTelemetry', options)
  const getRecorder = createRecorder(options)
  return (send, client) => async (request) => {
    const operation = readOperation(request)
    if (!operation) return send(request)
    const { observer, inner } = startCall(options, getRecorder, client, request, operation)
    const sent = options.propagate ? { ...request, headers: addTrace(request.headers, inner) } : request
    return context.with(inner, () => watchEnd(send, client, sent, observer))
  }
}

/** Starts the span of a call. */
function startCall(
  { tracerProvider = trace.getTracerProvider(), content = false }: CallTelemetryOptions,
  getRecorder: () => Recorder,
  client: TabbyClient,
  request: TabbyRequest,
  operation: TracedOperation,
): { readonly observer: CallObserver; readonly inner: Context } {
  const { attributes: names, scope } = conventionNames
  const { kind, name, model } = operation
  const begin = performance.now()
  const target = describeTarget(operation, client)
  const span = tracerProvider
    .getTracer(scope)
    .startSpan(model ? `${name} ${model}` : name, { kind: SpanKind.CLIENT, attributes: target })
  span.setAttributes(describeParams(operation, request))
  const reader = createResponseReader()
  const output = content && kind === 'inference' ? createOutputReader() : undefined
  if (output) span.setAttributes(describeContent(request.body))
  let secondsToFirstChunk: number | undefined

  return {
    inner: trace.setSpan(context.active(), span),
    observer: {
      onValue(value, isFirst) {
        if (isFirst && request.stream && kind === 'inference') {
          secondsToFirstChunk = (performance.now() - begin) / 1000
        }
        if (kind === 'load') return
        reader.read(value)
        output?.read(value)
      },
      onEnd({ whole, error }) {
        const failure = readFailure(error, request.signal)
        const errorType = failure && { [names.errorType]: failure.code }
        if (failure) span.setStatus({ code: SpanStatusCode.ERROR })
        span.setAttributes(
          omitMissing({
            ...reader.attributes,
            ...errorType,
            [names.errorReason]: failure?.reason,
            [names.leftEarly]: (!whole && !failure) || undefined,
            [names.timeToFirstChunk]: secondsToFirstChunk,
            [names.outputMessages]: output?.describe(),
          }),
        )
        span.end()
        if (kind === 'load') return
        const answered = reader.model === undefined ? {} : { [names.responseModel]: reader.model }
        const attributes = { ...target, ...answered, ...errorType }
        const seconds = (performance.now() - begin) / 1000
        const call = { attributes, seconds, secondsToFirstChunk, tokens: reader.tokens }
        if (kind === 'embeddings') getRecorder().recordEmbeddings(call)
        else getRecorder().recordInference(call)
      },
    },
  }
}

/** What the user wrote: the prompt, and the stop sequences, which may be just as private. */
function describeContent(body: unknown) {
  const { attributes } = conventionNames
  const stop = (body as { readonly stop?: unknown } | undefined)?.stop
  const sequences = (Array.isArray(stop) ? stop : [stop]).filter((text) => typeof text === 'string')
  return omitMissing({
    [attributes.inputMessages]: describeInput(body),
    [attributes.stopSequences]: sequences.length > 0 ? sequences : undefined,
  })
}

function addTrace(headers: TabbyRequest['headers'], inner: Context): TabbyRequest['headers'] {
  try {
    const sent = new Headers(headers)
    propagation.inject(inner, sent, { set: (carrier, name, value) => carrier.set(name, value) })
    return sent
  } catch {
    // They are not headers: core refuses them by name.
    return headers
  }
}

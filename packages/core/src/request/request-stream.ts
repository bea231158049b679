import { checkCall } from '../client/check-options.js'
import { errorBodyTimeout, maxErrorSize, readLimitedText } from '../client/run-exchange.js'
import { withTimeout } from '../client/timeouts.js'
import type { TabbyClient, TabbyResponse } from '../client/tabby-client.js'
import type { TabbyStreamLimits } from '../client/tabby-client-options.js'
import type { TabbyRequest, TabbyRequestOptions } from '../client/tabby-request.js'
import { type JoinedWatch, joinWatches } from '../client/tabby-watch.js'
import { finishError } from '../errors/finish-error.js'
import { readServerError } from '../errors/read-server-error.js'
import { toAnswerError, toBoundedText } from '../errors/to-api-error.js'
import type { TabbyStreamFailure } from '../errors/tabby-stream-error.js'
import { toStreamError } from '../errors/to-stream-error.js'
import { openStream } from '../stream/open-stream.js'
import type { TabbyStream } from '../stream/tabby-stream.js'
import { sniffBody } from './sniff-body.js'
import { requireStandardSchema, type StandardSchema } from './standard-schema.js'

/** Options of one call that streams. */
export interface TabbyStreamRequestOptions
  extends TabbyRequestOptions, Pick<TabbyStreamLimits, 'idleTimeout' | 'eventTimeout'> {
  /**
   * Whether an error in the stream has what arrived before it as `partial`. Default `true`. `false` keeps nothing, for
   * endless streams or programs that keep the chunks themselves; `maxResponseSize` then has no effect. Truncated
   * streams are still detected.
   */
  readonly keepPartial?: boolean | undefined
  /**
   * Content types that are read as an event stream besides `text/event-stream`, for a gateway that labels one as
   * `application/octet-stream` or `text/plain`. An event stream that is labelled `application/json` needs no option.
   */
  readonly acceptContentType?: string | readonly string[] | undefined
}

/** Why a stream that ended is not a complete result. */
export interface TabbyStreamFault {
  /** The reason of the error. */
  readonly reason: TabbyStreamFailure
  /** What is wrong, as a clause of the error message. */
  readonly message: string
}

/** Assembles the values of a stream as they arrive. */
export interface TabbyCollector<T> {
  /** Takes one value. */
  readonly add: (value: T) => void
  /** Returns the result so far; an error during the stream carries it as `partial`. */
  readonly getResult: () => unknown
  /** Whether a body that ends without `[DONE]` is a complete result. */
  readonly isComplete: () => boolean
  /** Returns why what has arrived is not a complete result; the stream then fails even if it ends with `[DONE]`. */
  readonly findFault?: () => TabbyStreamFault | undefined
}

/** A request whose response is a stream of events. */
export interface TabbyStreamRequest<T> extends TabbyRequest, TabbyStreamRequestOptions {
  /**
   * Checks each event, and may change it; one that becomes `undefined` is skipped. It must be synchronous. Without a
   * schema, events are returned as they arrive.
   */
  readonly schema?: StandardSchema<T>
  /** Assembles the values as they arrive. Without one, only `[DONE]` makes a stream complete. */
  readonly collector?: TabbyCollector<T>
  /**
   * Makes values from one JSON document, for a server that has streaming turned off and responds to a request for a
   * stream with the whole completion. Without it, such a response is an error.
   */
  readonly readDocument?: (document: unknown) => readonly T[]
}

/**
 * Sends a request and returns its response as a stream of events, for endpoints that have no function of their own
 * yet.
 *
 * It resolves when the headers have arrived. `[DONE]` ends the stream. An event with an `error` makes it throw, and so
 * does a body that ends without `[DONE]`, unless the collector finds the result complete. Skips pings.
 *
 * @param request - Path, method, body, access, operation (default `generate`), timeouts, and how to read events.
 * @returns The stream. You must read or cancel it.
 * @throws TabbyApiError when the server rejects the request, before any event.
 * @throws TabbyConnectionError when the server cannot be reached.
 * @throws TabbyStreamError when the response is not a stream, or ends early while it is read.
 * @throws TabbyTimeoutError while it is read, when nothing arrives for too long.
 * @throws TabbyRequestError when an option of the call is not valid, or JSON cannot hold the body.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestStream } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const events = await requestStream(client, {
 *   path: '/v1/chat/completions',
 *   body: { messages: [{ role: 'user', content: 'Hello' }], stream: true },
 * })
 * for await (const event of events) console.log(event)
 * ```
 */
export async function requestStream<T = unknown>(
  client: TabbyClient,
  request: TabbyStreamRequest<T>,
): Promise<TabbyStream<T>> {
  checkCall(client, request)
  requireStandardSchema(request.schema)
  const response = await client.send({ operation: 'generate', ...request, stream: true })
  const watch = joinWatches(response.watches)
  try {
    return await readStream(response, request, client.streaming, watch)
  } catch (error) {
    watch.end({ whole: false, error })
    throw error
  }
}

/** Opens the body of a response as a stream, and throws if it is not one. */
async function readStream<T>(
  response: TabbyResponse,
  request: TabbyStreamRequest<T>,
  settings: TabbyClient['streaming'],
  watch: JoinedWatch,
): Promise<TabbyStream<T>> {
  const { headers, hide = (text: string) => text } = response
  const idleTimeout = request.idleTimeout ?? settings.idleTimeout
  const call = `${request.method ?? 'POST'} ${request.path}`
  const type = readContentType(headers)
  let body: ReadableStream<Uint8Array> | null = response.body
  let isDocument = false
  if (body && isJson(type))
    ({ body, isDocument } = await sniffBody(body, idleTimeout ?? false, hide(call), request.signal))
  const isStream = isDocument ? !!request.readDocument : isJson(type) || isAccepted(type, request.acceptContentType)
  if (body && isStream) return openStream(body, { request, settings, isDocument, watch, hide, headers })
  const said = isDocument ? await readDocumentError(body, idleTimeout, request.signal) : undefined
  await body?.cancel().catch(() => {})
  throw finishError(
    said
      ? toAnswerError({ call, status: response.status, headers, hide }, said)
      : toStreamError(request, 'not-a-stream', hide(explainType(headers, type))),
    hide,
    headers,
  )
}

/** Reads only the type, in lower case: types ignore case and may have parameters. */
function readContentType(headers: Headers): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(';', 1)
  return type.trim().toLowerCase()
}

const isJson = (type: string) => type === 'application/json' || type.endsWith('+json')

function isAccepted(type: string, accepted: string | readonly string[] = []): boolean {
  const types = typeof accepted === 'string' ? [accepted] : accepted
  return type === 'text/event-stream' || types.some((each) => each.trim().toLowerCase() === type)
}

/** Explains why a response is not read as a stream. Some types may be one, and only the caller knows. */
function explainType(headers: Headers, type: string): string {
  const isUnclear = ['', 'application/octet-stream', 'text/plain'].includes(type)
  const given = headers.get('content-type')
  const why = given === null ? 'it has no content type' : `its content type is ${toBoundedText(given, 300)}`
  const advice = isUnclear
    ? 'if it is one, name its type in acceptContentType'
    : 'check that baseUrl leads to the server, and any proxy in front of it'
  return `the response is not an event stream, because ${why}: ${advice}`
}

/** Reads a gateway's error with status 200, in response to a request for a stream. */
async function readDocumentError(
  body: ReadableStream<Uint8Array> | null,
  timeout: number | false | undefined,
  signal: AbortSignal | undefined,
) {
  try {
    const read = (inner?: AbortSignal) => readLimitedText({ body, text: async () => '' }, maxErrorSize, inner)
    const { text } = await withTimeout(read, Math.min(timeout || errorBodyTimeout, errorBodyTimeout), signal, {
      call: '',
    })
    return readServerError(JSON.parse(text))
  } catch {
    signal?.throwIfAborted()
    return undefined
  }
}

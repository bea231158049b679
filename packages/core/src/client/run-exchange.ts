import { TabbyConnectionError } from '../errors/tabby-connection-error.js'
import { TabbyResponseError } from '../errors/tabby-response-error.js'
import { toApiError } from '../errors/to-api-error.js'
import { getKeyHint, type SecretStore, toHeaders } from './keys.js'
import { withTimeout } from './timeouts.js'
import type { TabbyResponse } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

/** Timeout for the body of an error, in milliseconds, if the call itself has none. */
export const errorBodyTimeout = 30_000

/** Most bytes of an error's body that are read: no message is longer. */
export const maxErrorSize = 1_048_576

/** A body as text, as far as it was read. */
interface LimitedText {
  readonly text: string
  /** Whether it is all of the body; false if the body is larger than the limit. */
  readonly isWhole: boolean
}

/**
 * Reads a body as text up to a size in bytes, counted after decompression: a megabyte of gzip can be a gigabyte. At the
 * limit it stops reading and closes the connection.
 */
export async function readLimitedText(
  response: { readonly body: ReadableStream<Uint8Array> | null; readonly text: () => Promise<string> },
  limit: number,
  signal?: AbortSignal,
): Promise<LimitedText> {
  const { body } = response
  if (!body) {
    // An empty body, or one of a runtime without streams, such as React Native.
    const text = await response.text()
    return { text: text.slice(0, limit), isWhole: text.length <= limit }
  }
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  signal?.addEventListener('abort', cancel)
  try {
    const decoder = new TextDecoder()
    let text = ''
    for (let size = 0; ;) {
      const { done, value } = await reader.read()
      if (done) return { text: text + decoder.decode(), isWhole: true }
      size += value.length
      if (size > limit) {
        cancel()
        return {
          text: text + decoder.decode(value.subarray(0, Math.max(0, value.length - (size - limit)))),
          isWhole: false,
        }
      }
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/** The part of undici's dispatcher that is used here. */
interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean
}

/**
 * Node ends a request whose headers, or a stream whose next byte, take longer than 300 s; a long prompt on a small GPU
 * does. Node's fetch takes a dispatcher: this one hands each request to the global one, so a proxy that was set there
 * is used, with those two limits off. Other runtimes ignore it.
 */
const dispatcher: Dispatcher = {
  dispatch: (options, handler) =>
    (globalThis as unknown as Record<symbol, Dispatcher>)[Symbol.for('undici.globalDispatcher.1')]!.dispatch(
      // They were made for this request only; a copy costs 3 % of a small call.
      Object.assign(options, { headersTimeout: 0, bodyTimeout: 0 }),
      handler,
    ),
}

/** The runtime's own fetch, without a time limit of its own. It is looked up at each call, so it can be replaced. */
export function runtimeFetch(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, dispatcher } as RequestInit)
}

/** How many causes are read: they may be circular. */
const maxCauses = 10

/** The parts of a thrown value that are read. */
interface Thrown {
  readonly code?: unknown
  readonly cause?: Thrown
}

/** Reads the runtime's code from the innermost cause that has one. */
function readReason(thrown: unknown): string | undefined {
  let reason: string | undefined
  let error = thrown as Thrown | null | undefined
  for (let depth = 0; depth < maxCauses && typeof error === 'object' && error !== null; depth++) {
    if (typeof error.code === 'string' || typeof error.code === 'number') reason = String(error.code).slice(0, 100)
    error = error.cause
  }
  return reason
}

/** What the reason most often means, if the address is the cause. */
function getHint(reason: string, baseUrl: string): string {
  if (baseUrl.startsWith('https:')) {
    return /^(?:ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)|EPROTO)$/.test(reason)
      ? ': nothing there speaks TLS, so try http:// in baseUrl'
      : ''
  }
  return reason.startsWith('HPE_') ? ': it does not speak HTTP, so try https:// in baseUrl' : ''
}

/**
 * Makes a connection error from what fetch throws. Keeps only the runtime's code: messages quote header values, and
 * errors of HTTP libraries carry the whole request.
 *
 * @param hasAnswered - Whether headers had arrived, which means that the body broke off.
 */
function toConnectionError(thrown: unknown, call: string, baseUrl: string, hasAnswered: boolean): TabbyConnectionError {
  const reason = readReason(thrown)
  // Browsers report no reason.
  const why = reason ? ` (${reason})${hasAnswered ? '' : getHint(reason, baseUrl)}` : ''
  const what = hasAnswered
    ? `${call}: the response from ${baseUrl} broke off before its end`
    : `${call} got no response from ${baseUrl}`
  return new TabbyConnectionError(`${what}${why}`, { reason })
}

/** What stays the same for all exchanges of a client. */
export interface ExchangeSettings {
  readonly options: TabbyClientOptions
  readonly baseUrl: string
  readonly fetch: NonNullable<TabbyClientOptions['fetch']>
  readonly maxResponseSize: number
  readonly secrets: SecretStore
}

/** What stays the same for all exchanges of a call. */
interface ExchangeCall {
  readonly request: TabbyRequest
  readonly method: string
  readonly json: string | null
  readonly hide: (text: string) => string
  /** Whether the last key was rejected with a 401. */
  readonly refused: boolean
  /** What the key functions returned last in this call. */
  readonly keys: Map<string, string>
}

/** Observes an exchange. */
interface ExchangeObserver {
  readonly onRequest: () => void
  readonly onHeaders: (headers: Headers) => void
  readonly onResponse: (status: number) => void
}

/** Calls fetch. Async, so that a custom fetch that throws synchronously rejects like any other. */
async function callFetch(fetch: ExchangeSettings['fetch'], url: string, init: RequestInit): Promise<Response> {
  return fetch(url, init)
}

/** Refuses a custom fetch's value that is not a response, before it fails elsewhere without naming the option. */
function requireResponse(response: unknown, call: string): asserts response is Response {
  const { status, headers, body } = (response ?? {}) as Partial<Response>
  const isStream = body === null || body === undefined || typeof body.getReader === 'function'
  if (typeof status === 'number' && typeof headers?.get === 'function' && isStream) return
  const message = `${call}: the fetch option must resolve with a Response whose body is a ReadableStream, as fetch does`
  throw new TabbyResponseError(message, { paths: [] })
}

/** Sends a request once, reads the body of a JSON response, and throws an error for every other outcome. */
export async function runExchange(
  { options, baseUrl, fetch, maxResponseSize, secrets }: ExchangeSettings,
  { request, method, json, hide, refused, keys }: ExchangeCall,
  observer: ExchangeObserver,
  signal: AbortSignal | undefined,
): Promise<TabbyResponse> {
  const { path } = request
  const call = `${method} ${path}`
  // Under the timeout as well: a key function may never resolve.
  const sent = await toHeaders(options, request, { learn: secrets.learn, refused, keys })
  observer.onRequest()
  let hasAnswered = false
  const disconnect = (thrown: unknown) => {
    throw toConnectionError(thrown, call, baseUrl, hasAnswered)
  }
  const init = { method, headers: sent, body: json, redirect: 'manual', signal } as RequestInit
  const response = await callFetch(fetch, baseUrl + path, init).catch(disconnect)
  hasAnswered = true
  requireResponse(response, call)
  const { status, headers, body } = response
  observer.onHeaders(headers)
  const isAnswer = (status > 199 && status < 300) || request.acceptStatus?.includes(status)
  if (signal?.aborted) void body?.cancel()
  const read = (limit: number, inner?: AbortSignal) => readLimitedText(response, limit, inner).catch(disconnect)
  const { text, isWhole } = !isAnswer
    ? await withTimeout((inner) => read(maxErrorSize, inner), errorBodyTimeout, signal, { call })
    : request.stream
      ? { text: '', isWhole: true }
      : await read(maxResponseSize)
  try {
    observer.onResponse(status)
  } catch (error) {
    // Nothing else would close a stream that the caller never gets.
    void body?.cancel().catch(() => {})
    throw error
  }
  if (!isAnswer) {
    const hints = [
      status === 401 ? getKeyHint(options, request, sent) : undefined,
      isWhole ? undefined : `its body is larger than ${maxErrorSize} bytes and was not read to its end`,
    ]
    throw toApiError({ call, status, headers, hide }, text, hints.filter(Boolean).join('; '))
  }
  if (!isWhole) {
    const message = `${call}: the response is larger than maxResponseSize (${maxResponseSize} bytes) and was cancelled`
    throw new TabbyResponseError(message, { reason: 'too-large', paths: [] })
  }
  return request.stream
    ? { status, headers, body, text: () => response.text(), hide }
    : { status, headers, body: null, text: async () => text, hide }
}

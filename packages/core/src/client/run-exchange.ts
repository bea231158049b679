import { toApiError } from '../errors/to-api-error.js'
import { TabbyResponseError } from '../errors/tabby-response-error.js'
import { errorBodyTimeout, maxErrorSize } from './error-body-limits.js'
import { getKeyHint } from './get-key-hint.js'
import { readLimitedText } from './read-limited-text.js'
import type { SecretStore } from './create-secret-store.js'
import { withTimeout } from './timeouts.js'
import type { TabbyResponse } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'
import { toConnectionError } from './to-connection-error.js'
import { toHeaders } from './to-headers.js'
import type { Transport } from './transport.js'

/** What stays the same for all exchanges of a client. */
export interface ExchangeSettings {
  readonly options: TabbyClientOptions
  readonly baseUrl: string
  readonly transport: Transport
  readonly fetch: NonNullable<TabbyClientOptions['fetch']>
  readonly maxResponseSize: number
  readonly secrets: SecretStore
}

/** What stays the same for all exchanges of a call. */
export interface ExchangeCall {
  readonly request: TabbyRequest
  readonly method: string
  readonly json: string | null
  readonly hide: (text: string) => string
}

/** Is told of an exchange while it goes on. */
export interface ExchangeObserver {
  readonly onRequest: () => void
  readonly onHeaders: (headers: Headers) => void
  readonly onResponse: (status: number) => void
}

/** Sends a request once, reads the answer of a JSON call, and makes errors of everything that is no answer. */
export async function runExchange(
  { options, baseUrl, transport, fetch, maxResponseSize, secrets }: ExchangeSettings,
  { request, method, json, hide }: ExchangeCall,
  observer: ExchangeObserver,
  signal: AbortSignal | undefined,
): Promise<TabbyResponse> {
  const { path } = request
  const call = `${method} ${path}`
  // Under the timeout as well: a key function may never answer.
  const sent = await toHeaders(options, request, secrets.learn)
  observer.onRequest()
  let hasAnswered = false
  const disconnect = (thrown: unknown) => {
    throw toConnectionError(thrown, call, baseUrl, hasAnswered)
  }
  const init = { method, headers: sent, body: json, redirect: 'manual', signal } as RequestInit
  const response = await transport(fetch, baseUrl + path, init).catch(disconnect)
  hasAnswered = true
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
    // Nobody else would close a stream that is not handed over.
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
    ? Object.assign(response, { hide })
    : { status, headers, body: null, text: async () => text, hide }
}

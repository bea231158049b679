import type { TabbyClient } from '../client/tabby-client.js'
import type { TabbyStreamClocks } from '../client/tabby-client-options.js'
import type { TabbyRequest, TabbyRequestOptions } from '../client/tabby-request.js'
import { toStreamError } from '../errors/to-stream-error.js'
import { openStream } from '../stream/open-stream.js'
import type { TabbyStream } from '../stream/tabby-stream.js'
import type { StandardSchema } from './standard-schema.js'

/** What can be said about a single call whose answer is a stream. */
export interface TabbyStreamCallOptions extends TabbyRequestOptions, TabbyStreamClocks {
  /**
   * Whether an error in the stream has what arrived before it as `partial`. Default `true`. `false` keeps nothing, for
   * streams without an end or for programs that keep the chunks themselves; `maxResponseSize` then does not count.
   * Whether a stream was complete is known all the same.
   */
  readonly keepPartial?: boolean | undefined
}

/** Puts the values of a stream together while they arrive. */
export interface TabbyCollector<T> {
  /** Takes one value. */
  readonly add: (value: T) => void
  /** The answer so far; an error in mid-stream carries it as `partial`. */
  readonly getResult: () => unknown
  /** Whether a body that ends without `[DONE]` is a whole answer. */
  readonly isComplete: () => boolean
  /** Whether nothing has arrived that could be an answer. Then `[DONE]` does not make the stream complete either. */
  readonly isEmpty?: () => boolean
}

/** A request whose answer is a stream of events. */
export interface TabbyStreamRequest<T> extends TabbyRequest, TabbyStreamClocks {
  /** As `TabbyStreamCallOptions` say. */
  readonly keepPartial?: boolean | undefined
  /**
   * Checks each event, and may change it; one that becomes `undefined` is passed over. Has to be synchronous. Without
   * a schema, events are given as they come.
   */
  readonly schema?: StandardSchema<T>
  /** Puts the values together while they arrive. Without one, only `[DONE]` makes a stream complete. */
  readonly collector?: TabbyCollector<T>
  /**
   * Makes values of one JSON document, for a server that has streaming switched off and answers a stream request with
   * the whole answer. Without it, such an answer is an error.
   */
  readonly readDocument?: (document: unknown) => readonly T[]
}

/**
 * Sends a request and gives its answer as a stream of events, for endpoints that have no function of their own yet.
 *
 * It resolves when the headers have arrived. `[DONE]` ends the stream; an event with an `error` makes it throw; so does
 * a body that ends without `[DONE]`, unless the collector finds the answer complete. Pings are left out.
 *
 * @param client - The client.
 * @param request - Path, method, body, access, operation (default `generate`), clocks, and how to read events.
 * @returns The stream. It has to be read or cancelled.
 * @throws TabbyApiError when the server says no, before any event.
 * @throws TabbyConnectionError when it cannot be reached.
 * @throws TabbyStreamError when the answer is no stream; and, while it is read, when it ends early.
 * @throws TabbyTimeoutError while it is read, when nothing arrives for too long.
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
  const { headers, body, hide } = await client.send({ operation: 'generate', ...request, stream: true })
  const type = `${headers.get('content-type')}`
  const isDocument = !!request.readDocument && type.startsWith('application/json')
  if (body && (isDocument || type.startsWith('text/event-stream'))) {
    return openStream(body, request, client.streaming, isDocument, hide)
  }
  await body?.cancel()
  throw toStreamError(request.path, 'not-a-stream', type)
}

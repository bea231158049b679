import type { TabbyClientOptions, TabbyStreamLimits } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

/**
 * An answer with a status that is no error. A `Response` is one; so is the answer of a JSON call, whose body the
 * client has read already, so that its time limit and its retries cover the body too.
 */
export type TabbyResponse = Pick<Response, 'status' | 'headers' | 'body' | 'text'> & {
  /** Takes the client's keys and the request's secrets out of a text: a gateway may repeat the key that it refuses. */
  readonly hide?: (text: string) => string
}

/**
 * A connection to one server, made by `createTabbyClient`. Every function of the family takes one as its first
 * argument. It is an interface with plain members: clients of two versions of this package fit together, and anything
 * with these members is a client (a wrapper that counts calls, say).
 */
export interface TabbyClient {
  /** The server's address, without a slash at the end and without `/v1`. */
  readonly baseUrl: string
  /** Timeouts and limits of streams: what the client was given, with defaults filled in. */
  readonly streaming: { readonly [Name in keyof TabbyStreamLimits]-?: NonNullable<TabbyStreamLimits[Name]> }
  /**
   * Sends one request, with keys, timeout and retries, and resolves with an answer whose status is no error.
   * `requestJson` and `requestStream` are easier to use.
   */
  readonly send: (request: TabbyRequest) => Promise<TabbyResponse>
  /** Makes a client that differs in some options. `extendTabbyClient` calls it. */
  readonly extend: (changes: TabbyClientOptions) => TabbyClient
}

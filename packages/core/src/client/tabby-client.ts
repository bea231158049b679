import type { TabbyClientOptions, TabbyStreamLimits } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'
import type { TabbyWatch } from './tabby-watch.js'

/**
 * A response whose status is not an error. A `Response` is one. The body of a JSON call has already been read, so its
 * timeout and retries cover the body too. It is a plain object: `{ ...response }` copies all of it.
 */
export type TabbyResponse = Pick<Response, 'status' | 'headers' | 'body' | 'text'> & {
  /** Removes the client's keys and the request's secrets from text: a gateway may repeat the key that it rejects. */
  readonly hide?: (text: string) => string
  /** Observers that wrappers add; they are called while the caller reads the response. */
  readonly watches?: readonly TabbyWatch[]
}

/**
 * A connection to one server, made by `createTabbyClient`. Every function of the family takes one as its first
 * argument. It is an interface with plain members, so clients of two versions of this package are compatible, and any
 * object with these members is a client. `wrapTabbyClient` adds behaviour to one.
 */
export interface TabbyClient {
  /** The server's address, without a slash at the end and without `/v1`. */
  readonly baseUrl: string
  /** Timeouts and limits of streams, with defaults filled in. */
  readonly streaming: { readonly [Name in keyof TabbyStreamLimits]-?: NonNullable<TabbyStreamLimits[Name]> }
  /**
   * Sends one request, with keys, timeout and retries, and resolves with a response whose status is not an error.
   * `requestJson` and `requestStream` are easier to use.
   */
  readonly send: (request: TabbyRequest) => Promise<TabbyResponse>
  /** Creates a client with some options changed. `extendTabbyClient` calls it. */
  readonly extend: (changes: TabbyClientOptions) => TabbyClient
}

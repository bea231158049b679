import type { TabbyError } from '../errors/tabby-error.js'

/**
 * Which key an endpoint needs.
 *
 * - `none`: no key (health, service information)
 * - `api`: `x-api-key` with the api key, or the admin key when there is no other
 * - `list`: `x-api-key` with the admin key, or the api key: lists show everything only to an admin key
 * - `admin`: `x-admin-key` with the admin key
 */
export type TabbyAccess = 'none' | 'api' | 'list' | 'admin'

/**
 * What a call does, which decides how long it may take and when it is retried.
 *
 * - `read`: changes nothing and costs little; retried on connection errors and 408, 429, 502, 503 and 504; 30 s
 * - `generate`: costs GPU time; retried only if the server did not begin; no timeout
 * - `load`: loads or downloads a model; never retried; no timeout
 * - `change`: changes a small thing; never retried; 30 s
 * - `probe`: asks how the server is; never retried, because a failure is the result; 10 s
 */
export type TabbyOperation = 'read' | 'generate' | 'load' | 'change' | 'probe'

/**
 * Limits for each kind of call, in milliseconds; `false` for none. What is left out keeps the limit of the client, and
 * there the default: `{ read: 30_000, change: 30_000, probe: 10_000, generate: false, load: false }`.
 */
export type TabbyTimeouts = { readonly [Operation in TabbyOperation]?: number | false | undefined }

/** One limit for every call, in milliseconds, `false` for none, or limits for each kind of call. */
export type TabbyTimeout = number | false | TabbyTimeouts

/** Headers, in the forms that `new Headers()` takes. */
export type TabbyHeaders = Headers | Record<string, string> | [string, string][]

/** What is known of a failed attempt when it is decided whether to repeat it. */
export interface TabbyRetryContext {
  /** What the call does. */
  readonly operation: TabbyOperation
  /** How many attempts were made, beginning with 1. */
  readonly attempt: number
  /** The HTTP status, when the server answered. */
  readonly status: number | undefined
  /** The error that the caller would get. */
  readonly error: TabbyError
}

/** How failed attempts are repeated. */
export interface TabbyRetryOptions {
  /** How many times an attempt is repeated. Default 2. */
  readonly limit?: number
  /**
   * How long to wait after this attempt (beginning with 1), in milliseconds, when the server named no time.
   * Default: a random time between 0 and 500 ms, then 1 s, 2 s ... up to 8 s (full jitter).
   */
  readonly delay?: (attempt: number) => number
  /** The longest `Retry-After` that is waited for, in milliseconds; a longer one is cut to it. Default 30,000. */
  readonly maxRetryAfter?: number
  /** Decides whether to repeat. `undefined` leaves the decision to the table of {@link TabbyOperation}. */
  readonly shouldRetry?: (context: TabbyRetryContext) => boolean | undefined
}

/** What can be said about any single call. */
export interface TabbyRequestOptions {
  /** Cancels the call. The call then throws the signal's reason, unchanged. */
  readonly signal?: AbortSignal | undefined
  /**
   * Time to the response headers, and for JSON to the end of the body, for each attempt. A number or `false` counts
   * whatever the call does; an object sets it by operation. Default: what the client was given.
   */
  readonly timeout?: TabbyTimeout | undefined
  /** How failed attempts are repeated; `false` for never. Default: what the client was given. */
  readonly retry?: TabbyRetryOptions | false | undefined
  /**
   * Looks at the answer, or at each piece of a stream, beside the body that was sent. What it throws is thrown by the
   * call, and closes the stream. `checkAnsweredModel` of `@tabby/models` is one: it fails when another model answered
   * than the body names.
   */
  readonly verify?:
    | ((
        answer: { readonly model?: string | null | undefined; readonly model_name?: string | null | undefined },
        body: { readonly model?: string | null | undefined },
      ) => unknown)
    | undefined
}

/** One HTTP exchange, as {@link TabbyClient.send} takes it. */
export interface TabbyRequest extends TabbyRequestOptions {
  /** Path below the base URL, beginning with a slash: `/v1/models`. */
  readonly path: string
  /** HTTP method. Default `GET`, with a body `POST`. */
  readonly method?: string
  /** Which key the endpoint needs. Default `api`. */
  readonly access?: TabbyAccess
  /** What the call does. Default `read` for GET, otherwise `change`. */
  readonly operation?: TabbyOperation
  /** Sent as JSON. Members that are `undefined` are left out; lone surrogates become U+FFFD. */
  readonly body?: unknown
  /**
   * Secrets that this request sends beside the keys of the client, such as the Hugging Face token in the body of a
   * download. They are replaced by `***` in everything that the call throws or hands to a hook.
   */
  readonly secrets?: readonly string[]
  /** Error statuses that are answers here: `[503]` for the health endpoint. */
  readonly acceptStatus?: readonly number[]
  /** Leave the body unread: the caller reads it as it comes. */
  readonly stream?: boolean
}

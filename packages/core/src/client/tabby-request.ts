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
 * What a call does, which decides how long it may take and when it may be repeated.
 *
 * - `read`: changes nothing and costs little; repeated on connection errors and 408, 429, 502, 503, 504
 * - `generate`: costs GPU time; repeated only where the server did not begin; no time limit to the headers
 * - `load`: loads or downloads a model; never repeated; no time limit to the headers
 * - `change`: changes a small thing; never repeated
 * - `probe`: asks how the server is; never repeated, because a failure is the answer
 */
export type TabbyOperation = 'read' | 'generate' | 'load' | 'change' | 'probe'

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
   * Time to the response headers, and for a JSON answer to the end of its body, in milliseconds; `false` for none.
   * Counts for each attempt. Default 30,000; none for generation, loads and downloads.
   */
  readonly timeout?: number | false | undefined
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

import type { TabbyError } from '../errors/tabby-error.js'

/**
 * Which key an endpoint needs.
 *
 * - `none`: no key (health, service information)
 * - `api`: `x-api-key` with the API key, or the admin key if there is no API key
 * - `list`: `x-api-key` with the admin key, or else the API key: lists show everything only to an admin key
 * - `admin`: `x-admin-key` with the admin key
 */
export type TabbyAccess = 'none' | 'api' | 'list' | 'admin'

/**
 * What a call does. It decides the default timeout and when a failed attempt is retried.
 *
 * - `read`: changes nothing and costs little; retried on connection errors and 408, 429, 502, 503 and 504; 30 s
 * - `generate`: costs GPU time; retried only if the server has not begun; no timeout
 * - `load`: loads or downloads a model; never retried; no timeout
 * - `change`: changes a small thing; never retried; 30 s
 * - `probe`: checks the server's state; never retried, because a failure is the result; 10 s
 */
export type TabbyOperation = 'read' | 'generate' | 'load' | 'change' | 'probe'

/**
 * Timeouts by operation, in milliseconds; `false` for no limit. A missing one keeps the client's timeout, or else the
 * default: `{ read: 30_000, change: 30_000, probe: 10_000, generate: false, load: false }`.
 */
export type TabbyTimeouts = { readonly [Operation in TabbyOperation]?: number | false | undefined }

/** One timeout for every call, in milliseconds, `false` for no limit, or timeouts by operation. */
export type TabbyTimeout = number | false | TabbyTimeouts

/** Headers, in the forms that `new Headers()` takes. */
export type TabbyHeaders = Headers | Record<string, string> | [string, string][]

/** A failed attempt, as `shouldRetry` sees it. */
export interface TabbyRetryContext {
  /** What the call does. */
  readonly operation: TabbyOperation
  /** The number of the attempt, beginning with 1. */
  readonly attempt: number
  /** The HTTP status, if a response arrived. */
  readonly status: number | undefined
  /** The error with which the call would reject. */
  readonly error: TabbyError
}

/** How failed attempts are retried. */
export interface TabbyRetryOptions {
  /** How many times a failed attempt is retried. Default 2. */
  readonly limit?: number
  /**
   * How long to wait after this attempt (beginning with 1), in milliseconds, if the response has no `Retry-After`.
   * Default: a random time between 0 and 500 ms, then 1 s, 2 s ... up to 8 s (full jitter).
   */
  readonly delay?: (attempt: number) => number
  /** The longest `Retry-After` that is honoured, in milliseconds; a longer one is shortened to this. Default 30,000. */
  readonly maxRetryAfter?: number
  /** Decides whether to retry. `undefined` leaves the decision to the rules of {@link TabbyOperation}. */
  readonly shouldRetry?: (context: TabbyRetryContext) => boolean | undefined
}

/**
 * What a call tells the wrappers of a client, such as a limit on concurrent calls or a pool of servers. It is never
 * sent. Your own wrappers may read further members.
 */
export interface TabbyContext {
  /** Waiting calls with a higher number go first. */
  readonly priority?: number | undefined
  /** Calls of one session prefer the same server, whose prompt cache holds their beginning. */
  readonly session?: string | undefined
  /** The conversation that a call belongs to, for traces. */
  readonly conversationId?: string | undefined
  readonly [name: string]: unknown
}

/** Options of any call. */
export interface TabbyRequestOptions {
  /** Cancels the call. The call then rejects with the signal's reason, unchanged. */
  readonly signal?: AbortSignal | undefined
  /**
   * Time to the response headers, and for JSON to the end of the body, for each attempt. A number or `false` applies
   * to any operation; an object sets it by operation. Default: that of the client.
   */
  readonly timeout?: TabbyTimeout | undefined
  /** How failed attempts are retried; `false` turns it off. Default: that of the client. */
  readonly retry?: TabbyRetryOptions | false | undefined
  /**
   * Headers of this call, in addition to those of the client: one of the same name replaces the client's. Keys win over
   * both. Values that look like secrets, by name or scheme, are redacted in errors.
   */
  readonly headers?: TabbyHeaders | undefined
  /** For the wrappers of the client; it is never sent. */
  readonly context?: TabbyContext | undefined
  /**
   * Checks the response, or each chunk of a stream, against the body that was sent. If it throws, the call rejects with
   * what it threw, and a stream is closed. `checkAnsweredModel` of `@tabby/models` is one: it throws if the model that
   * replied is not the one that the body names.
   */
  readonly verify?:
    | ((
        response: { readonly model?: string | null | undefined; readonly model_name?: string | null | undefined },
        body: { readonly model?: string | null | undefined },
      ) => unknown)
    | undefined
}

/** One HTTP request, as {@link TabbyClient.send} takes it. */
export interface TabbyRequest extends TabbyRequestOptions {
  /** Path below the base URL, beginning with a slash: `/v1/models`. */
  readonly path: string
  /** HTTP method. Default `GET`, with a body `POST`. */
  readonly method?: string
  /** Which key the endpoint needs. Default `api`. */
  readonly access?: TabbyAccess
  /** What the call does. Default `read` for GET, otherwise `change`. */
  readonly operation?: TabbyOperation
  /** Number of the call, the same for all its attempts. The client sets it. */
  readonly call?: number
  /** Sent as JSON. Members that are `undefined` are left out; lone surrogates become U+FFFD. */
  readonly body?: unknown
  /**
   * Secrets that this request sends in addition to the client's keys, such as the Hugging Face token in the body of a
   * download. They are replaced by `***` in every error of the call and in what hooks see.
   */
  readonly secrets?: readonly string[]
  /** Error statuses that are results here: `[503]` for the health endpoint. */
  readonly acceptStatus?: readonly number[]
  /** Leaves the body unread: the caller reads it as it arrives. */
  readonly stream?: boolean
}

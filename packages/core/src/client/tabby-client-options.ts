import type { TabbyError } from '../errors/tabby-error.js'
import type { TabbyHeaders, TabbyRetryOptions, TabbyTimeout } from './tabby-request.js'

/** What a key function is told. */
export interface TabbyKeyState {
  /** Whether the server or a gateway rejected the key that the function returned before. */
  readonly refused: boolean
  /** The rejected key. Calls run at the same time, so it may be older than the one that the function returned last. */
  readonly key?: string | undefined
}

/**
 * A key, or a function that returns one. It is called for each attempt, and once more after a 401. If it fails with an
 * error of this family, the call rejects with a `TabbyRequestError` (`key-unavailable`) whose `cause` is that error; any
 * other value that it throws is thrown unchanged.
 */
export type TabbyKey = string | ((state: TabbyKeyState) => string | undefined | Promise<string | undefined>)

/** Timeouts and limits of streams. The timeouts run only while you wait for a value, never while you process one. */
export interface TabbyStreamLimits {
  /** Longest time without a byte, pings included, in milliseconds; `false` for no limit. Default 300,000. */
  readonly idleTimeout?: number | false | undefined
  /**
   * Longest time without an event, in milliseconds; pings do not count; `false` for no limit. Default 600,000. A model
   * that is unloaded during a reply leaves a stream that only pings, forever. No event arrives while the model writes a
   * tool call either, so allow for that.
   */
  readonly eventTimeout?: number | false | undefined
  /** Largest event, in characters; a larger one ends the stream instead of filling memory. Default 8 Mi. */
  readonly maxEventSize?: number | undefined
  /**
   * Largest JSON response, in bytes after decompression; a larger one is cancelled and rejected with `invalid_response`
   * instead of filling memory. It also limits what `partial` and collectors keep of a stream. Default 64 Mi. At most
   * 1 Mi of an error's body is read.
   */
  readonly maxResponseSize?: number | undefined
}

/** One attempt, as hooks see it. No hook gets a body, a header or a key; a key in the path is redacted. */
export interface TabbyAttempt {
  /** Number of the call, the same for all its attempts and different from that of any other call. */
  readonly call: number
  /** HTTP method. */
  readonly method: string
  /** Path below the base URL. */
  readonly path: string
  /** The number of the attempt, beginning with 1. */
  readonly attempt: number
  /**
   * Set on the second request of an attempt: the response was a 401, and the key function was called again. It is not a
   * separate attempt, and `retry` does not count it.
   */
  readonly isKeyRefresh?: true
}

/** An attempt that is over. */
export interface TabbyAttemptEnd extends TabbyAttempt {
  /** Time since the attempt began, in milliseconds: to the end of a JSON body, to the headers of a stream. */
  readonly duration: number
}

/**
 * Functions that observe calls. Their return value is ignored; what they throw rejects the call. A call does not wait
 * for an async hook and ignores its rejection, which then neither fails the call nor ends the process: catch errors in
 * it.
 */
export interface TabbyHooks {
  /** Before each attempt. */
  readonly onRequest?: ((attempt: TabbyAttempt) => void) | undefined
  /** After each response, whatever its status. */
  readonly onResponse?: ((attempt: TabbyAttemptEnd & { readonly status: number }) => void) | undefined
  /** Before the delay that precedes another attempt. */
  readonly onRetry?:
    ((attempt: TabbyAttemptEnd & { readonly error: TabbyError; readonly delay: number }) => void) | undefined
  /**
   * When a call finally fails before a response has arrived, except by an abort. A response that turns out to be
   * invalid and a stream that fails are reported to the caller only.
   */
  readonly onError?: ((attempt: TabbyAttemptEnd & { readonly error: TabbyError }) => void) | undefined
}

/** Options of a client. */
export interface TabbyClientOptions extends TabbyStreamLimits, TabbyHooks {
  /**
   * Address of the server. Default `http://127.0.0.1:5000`. A trailing slash or `/v1` is removed; a path prefix stays.
   * In a page or worker it may be relative: `''` and `/` are its own origin, `/tabby` is a path on it.
   */
  readonly baseUrl?: string | URL | undefined
  /** Key for generation and for reading, sent as `x-api-key`. */
  readonly apiKey?: TabbyKey | undefined
  /** Key for loading, switching and downloading, sent as `x-admin-key`; for lists, as `x-api-key`. */
  readonly adminKey?: TabbyKey | undefined
  /** Token of a gateway in front of the server, or of the server itself, sent as `Authorization: Bearer`. */
  readonly bearerToken?: TabbyKey | undefined
  /** Allows an `adminKey` in a browser, where everyone can read it. Default `false`. */
  readonly allowAdminKeyInBrowser?: boolean | undefined
  /**
   * Time to the response headers, and for JSON to the end of the body, in milliseconds; `false` for no limit. A number
   * applies to every call, generations and loads included. An object sets it by operation; the default is
   * `{ read: 30_000, change: 30_000, probe: 10_000, generate: false, load: false }`.
   */
  readonly timeout?: TabbyTimeout | undefined
  /** How failed attempts are retried; `false` turns it off. */
  readonly retry?: TabbyRetryOptions | false | undefined
  /** Headers of every request. */
  readonly headers?: TabbyHeaders | undefined
  /**
   * Replaces `globalThis.fetch`: an emulator, a proxy agent, a test. It gets the address as a string, and a
   * `RequestInit`.
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
}

import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyClientOptions, TabbyStreamLimits } from './tabby-client-options.js'
import type { TabbyAccess, TabbyOperation, TabbyRequest } from './tabby-request.js'

const operations: readonly TabbyOperation[] = ['read', 'change', 'probe', 'generate', 'load']
const accesses: readonly TabbyAccess[] = ['none', 'api', 'list', 'admin']

const milliseconds = 'a number of milliseconds, or false for no limit'

/** Rejects an option by its name. The value is not shown: it may be a key in the wrong place. */
function refuse(name: string, expected: string): never {
  throw new TabbyRequestError(`The option ${name} is not valid: it must be ${expected}`)
}

const isGiven = (value: unknown) => value !== undefined && value !== null
const isNumberFrom = (least: number, value: unknown) => typeof value === 'number' && value >= least
const isLimit = (value: unknown) => !isGiven(value) || value === false || isNumberFrom(0, value)

function checkFunction(name: string, value: unknown): void {
  if (isGiven(value) && typeof value !== 'function') refuse(name, 'a function')
}

function checkLimit(name: string, value: unknown): void {
  if (!isLimit(value)) refuse(name, milliseconds)
}

function checkTimeout(timeout: unknown): void {
  if (isLimit(timeout)) return
  if (typeof timeout !== 'object' || Array.isArray(timeout)) {
    refuse('timeout', `${milliseconds}, or an object such as { read: 30_000, generate: false }`)
  }
  for (const [operation, limit] of Object.entries(timeout as object)) {
    // A typo would otherwise show only in a call that never ends.
    if (!(operations as readonly string[]).includes(operation)) {
      refuse(`timeout.${operation}`, `left out: the operations are ${operations.join(', ')}`)
    }
    checkLimit(`timeout.${operation}`, limit)
  }
}

function checkRetry(retry: unknown): void {
  if (!isGiven(retry) || retry === false) return
  if (typeof retry !== 'object' || Array.isArray(retry)) refuse('retry', 'false, or an object such as { limit: 2 }')
  const { limit, delay, maxRetryAfter, shouldRetry } = retry as Readonly<Record<string, unknown>>
  const isCount = isNumberFrom(0, limit) && (Number.isInteger(limit) || limit === Infinity)
  if (isGiven(limit) && !isCount) refuse('retry.limit', 'a whole number, 0 or greater')
  if (isGiven(maxRetryAfter) && !isNumberFrom(0, maxRetryAfter)) {
    refuse('retry.maxRetryAfter', 'a number of milliseconds, 0 or greater')
  }
  checkFunction('retry.delay', delay)
  checkFunction('retry.shouldRetry', shouldRetry)
}

function checkList(name: string, value: unknown, type: 'string' | 'number'): void {
  if (!isGiven(value)) return
  const isList = Array.isArray(value) && value.every((member) => typeof member === type)
  if (!isList) refuse(name, `a list of ${type}s`)
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (isGiven(value) && !choices.includes(value as string)) refuse(name, `one of ${choices.join(', ')}`)
}

function checkHeaders(headers: unknown): void {
  const expected = 'an object, a Headers object or a list of pairs, with names and values that HTTP allows'
  if (typeof headers !== 'object') refuse('headers', expected)
  try {
    void new Headers(headers as HeadersInit)
  } catch {
    // The runtime's own message would quote the value.
    refuse('headers', expected)
  }
}

/**
 * Refuses options of a call that would be misread: `timeout: NaN` as no limit, `retry: true` as the default,
 * `limit: -1` as no retries.
 *
 * @throws TabbyRequestError with the name of the option.
 */
export function checkCallOptions(options: Partial<TabbyRequest> & TabbyStreamLimits): void {
  checkTimeout(options.timeout)
  checkLimit('idleTimeout', options.idleTimeout)
  checkLimit('eventTimeout', options.eventTimeout)
  checkRetry(options.retry)
  checkFunction('verify', options.verify)
  checkChoice('operation', options.operation, operations)
  checkChoice('access', options.access, accesses)
  // A single string would be taken for a list of its characters, and nothing would be redacted.
  checkList('secrets', options.secrets, 'string')
  checkList('acceptStatus', options.acceptStatus, 'number')
  if (isGiven(options.headers)) checkHeaders(options.headers)
  if (isGiven(options.context) && typeof options.context !== 'object') refuse('context', 'an object')
  const { signal } = options
  if (signal && typeof signal.addEventListener !== 'function') refuse('signal', 'an AbortSignal')
}

/**
 * Refuses options of a client that would be misread, or would make each call fail without naming them.
 *
 * @throws TabbyRequestError with the name of the option.
 */
export function checkClientOptions(options: TabbyClientOptions): void {
  if (typeof options !== 'object' || Array.isArray(options)) {
    throw new TabbyRequestError('The options of a client must be an object, such as { baseUrl: "http://host:5000" }')
  }
  checkCallOptions(options)
  for (const name of ['maxEventSize', 'maxResponseSize'] as const) {
    const size: unknown = options[name]
    if (isGiven(size) && !(typeof size === 'number' && size > 0)) refuse(name, 'a number greater than 0')
  }
  for (const name of ['fetch', 'onRequest', 'onResponse', 'onRetry', 'onError'] as const) {
    checkFunction(name, options[name])
  }
  for (const name of ['apiKey', 'adminKey', 'bearerToken'] as const) {
    const key: unknown = options[name]
    if (isGiven(key) && typeof key !== 'string' && typeof key !== 'function') {
      refuse(name, 'a string, or a function that returns one')
    }
  }
}

/** Methods that fetch refuses with its own error. */
const forbidden = new Set(['CONNECT', 'TRACE', 'TRACK'])

/**
 * Refuses a method that fetch would refuse, because that error looks like a server that cannot be reached.
 *
 * @throws TabbyRequestError that says which methods are possible.
 */
export function checkMethod(method: unknown, hasBody: boolean): void {
  if (typeof method !== 'string' || !/^[a-z]+$/i.test(method) || forbidden.has(method.toUpperCase())) {
    refuse('method', 'an HTTP method such as GET or POST')
  }
  if (hasBody && /^(?:get|head)$/i.test(method as string)) {
    throw new TabbyRequestError('A GET or HEAD request cannot have a body: leave out body, or use another method')
  }
}

/**
 * Refuses a call whose client was forgotten, or that has nothing to send.
 *
 * @throws TabbyRequestError that says what is missing.
 */
export function checkCall(client: unknown, request: unknown): void {
  if (typeof (client as { readonly send?: unknown } | null | undefined)?.send !== 'function') {
    throw new TabbyRequestError('The first argument must be a client: make one with createTabbyClient')
  }
  if (typeof request !== 'object' || request === null) {
    throw new TabbyRequestError('The request must be an object with a path, such as { path: "/v1/models" }')
  }
}

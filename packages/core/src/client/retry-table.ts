import { TabbyApiError } from '../errors/tabby-api-error.js'
import { TabbyConnectionError } from '../errors/tabby-connection-error.js'
import type { TabbyError } from '../errors/tabby-error.js'
import type { TabbyOperation, TabbyRetryOptions } from './tabby-request.js'

/**
 * Codes that mean that no connection came about, so no server can have begun to work. A reset is not among them: it
 * looks the same whether the server had begun or not.
 */
const neverConnected = /REFUSED|NOTFOUND|EAI_AGAIN|UNREACH|CONNECT_TIMEOUT/i

/** Which failures are repeated, by what the call does. Loads, changes and probes never are. */
function isRepeatable(operation: TabbyOperation, error: TabbyError): boolean {
  const read = operation === 'read'
  if (!read && operation !== 'generate') return false
  if (error instanceof TabbyConnectionError) return read || neverConnected.test(error.reason ?? '')
  if (!(error instanceof TabbyApiError)) return false
  const { status, retryAfter } = error
  if (status === 503) return read || retryAfter !== undefined
  return [429, 502, 504].includes(status) || (read && status === 408)
}

/** Doubling from half a second up to eight, and a random share of it, so that clients do not come back in step. */
export function defaultDelay(attempt: number): number {
  return Math.random() * Math.min(8000, 250 * 2 ** attempt)
}

/** How long to wait before the next attempt, in milliseconds; `undefined` when there is to be none. */
export function getRetryDelay(
  retry: TabbyRetryOptions | false | undefined,
  operation: TabbyOperation,
  attempt: number,
  error: TabbyError,
): number | undefined {
  const { limit = 2, delay = defaultDelay, maxRetryAfter = 30_000, shouldRetry } = retry || {}
  if (retry === false || attempt > limit) return undefined
  const { status, retryAfter } = error as TabbyApiError
  if (!(shouldRetry?.({ operation, attempt, status, error }) ?? isRepeatable(operation, error))) return undefined
  return retryAfter === undefined ? delay(attempt) : Math.min(retryAfter, maxRetryAfter)
}

import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyApiError } from '../errors/tabby-api-error.js'
import type { TabbyConnectionError } from '../errors/tabby-connection-error.js'
import type { TabbyError } from '../errors/tabby-error.js'
import type { TabbyOperation, TabbyRetryOptions } from './tabby-request.js'

/**
 * Which failures are repeated, by what the call does; loads, changes and probes never are. A failure is written as
 * its status or code and, after it, the runtime's reason or the milliseconds of a Retry-After.
 *
 * A generation is repeated only where no work was begun: a gateway turned it away, the server named a time, or no
 * connection came about. A reset is not among them, nor is a host that became unreachable: they look the same whether
 * the server had begun or not. nginx says a bare 502 when the server died in the middle of its work. A gateway says 504
 * when the server has taken too long, so it had begun: with 504 in the table a prompt of more than its limit was begun
 * three times.
 */
const repeatable: Partial<Record<TabbyOperation, RegExp>> = {
  read: /^(408|429|502|503|504|connection_error)/,
  generate: /^(429|50[23] \d)|REFUSED|NOTFOUND|AGAIN|CONNECT_TIMEOUT/i,
}

/** Doubling from half a second up to eight, and a random share of it, so that clients do not come back in step. */
export function getDefaultDelay(attempt: number): number {
  return Math.random() * Math.min(8000, 250 * 2 ** attempt)
}

/** A wait of the caller's own that is not a time would be none at all: setTimeout takes NaN and -1 for 0. */
function checkDelay(delay: number, error: TabbyError): number {
  if (Number.isFinite(delay) && delay >= 0) return delay
  throw new TabbyRequestError(
    `retry.delay must return a number of milliseconds, 0 or greater; it was asked after: ${error.message}`,
  )
}

/**
 * Whether the server's `x-should-retry` or the table wants another attempt. `true` counts only for what may be repeated
 * at all: a load that is sent twice is two loads.
 */
function isRepeatable(operation: TabbyOperation, error: TabbyApiError & TabbyConnectionError): boolean {
  const { status, code, reason, retryAfter, shouldRetry } = error
  const table = repeatable[operation]
  if (!table) return false
  if (shouldRetry !== undefined) return shouldRetry
  // That no model is loaded is an answer (recording nomodel_get_v1_model__api): to ask twice more took a second.
  return code !== 'no_model_loaded' && table.test(`${status ?? code} ${reason ?? retryAfter}`)
}

/**
 * How long to wait before the next attempt, in milliseconds; `undefined` when there is to be none. The caller's
 * `shouldRetry` decides first, then the `x-should-retry` of the server, which says with `false` that it has tried
 * enough itself, then the table.
 */
export function getRetryDelay(
  retry: TabbyRetryOptions | false | undefined,
  operation: TabbyOperation,
  attempt: number,
  error: TabbyError,
): number | undefined {
  const {
    limit = 2,
    delay = getDefaultDelay,
    maxRetryAfter = 30_000,
    shouldRetry,
  } = retry === false ? { limit: 0 } : (retry ?? {})
  if (attempt > limit) return undefined
  const known = error as TabbyApiError & TabbyConnectionError
  const { status, retryAfter } = known
  if (!(shouldRetry?.({ operation, attempt, status, error }) ?? isRepeatable(operation, known))) return undefined
  return retryAfter === undefined ? checkDelay(delay(attempt), error) : Math.min(retryAfter, maxRetryAfter)
}

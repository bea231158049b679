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
 * the server had begun or not. A gateway says 504 when the server has taken too long, so it had begun: with 504 in the
 * table a prompt of more than its limit was begun three times.
 */
const repeatable: Partial<Record<TabbyOperation, RegExp>> = {
  read: /^(408|429|502|503|504|connection_error)/,
  generate: /^(429|502|503 \d)|REFUSED|NOTFOUND|AGAIN|CONNECT_TIMEOUT/i,
}

/** Doubling from half a second up to eight, and a random share of it, so that clients do not come back in step. */
export function getDefaultDelay(attempt: number): number {
  return Math.random() * Math.min(8000, 250 * 2 ** attempt)
}

/** How long to wait before the next attempt, in milliseconds; `undefined` when there is to be none. */
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
  const { status, code, reason, retryAfter } = error as TabbyApiError & TabbyConnectionError
  // That no model is loaded is an answer (recording nomodel_get_v1_model__api): to ask twice more took a second.
  const isRepeatable = () =>
    code !== 'no_model_loaded' && repeatable[operation]?.test(`${status ?? code} ${reason ?? retryAfter}`)
  return attempt <= limit && (shouldRetry?.({ operation, attempt, status, error }) ?? isRepeatable())
    ? retryAfter === undefined
      ? delay(attempt)
      : Math.min(retryAfter, maxRetryAfter)
    : undefined
}

import { isTabbyError } from '../errors/is-tabby-error.js'
import type { TabbyError } from '../errors/tabby-error.js'
import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyOperation, TabbyRetryOptions } from './tabby-request.js'

/** What a kind of call is retried on. */
interface RetryRule {
  readonly statusCodes: readonly number[]
  /** Statuses that count only together with `Retry-After`. */
  readonly statusCodesWithRetryAfter: readonly number[]
  /** The runtime's codes of connection errors. */
  readonly connectionErrors: RegExp
}

/**
 * What is retried, by operation; loads, changes and probes never are.
 *
 * A generation is retried only if no work has begun: a gateway turned it away, the server named a time, or no
 * connection could be established. A reset does not count, nor does a host that became unreachable: they look the same
 * whether or not the server had begun. nginx sends a bare 502 when the server dies while it works. A gateway sends 504
 * when the server has taken too long, so it had begun.
 */
const rules: Partial<Record<TabbyOperation, RetryRule>> = {
  read: { statusCodes: [408, 429, 502, 503, 504], statusCodesWithRetryAfter: [], connectionErrors: /^/ },
  generate: {
    statusCodes: [429],
    statusCodesWithRetryAfter: [502, 503],
    connectionErrors: /REFUSED|NOTFOUND|AGAIN|CONNECT_TIMEOUT/i,
  },
}

/**
 * Whether the server's `x-should-retry` or the table asks for another attempt. `true` counts only for operations that
 * may be retried at all: a load that is sent twice is two loads.
 */
function isRetried(operation: TabbyOperation, error: TabbyError): boolean {
  const rule = rules[operation]
  if (!rule || !isTabbyError(error)) return false
  if (error.name === 'TabbyConnectionError') return rule.connectionErrors.test(error.reason ?? '')
  if (error.name !== 'TabbyApiError') return false
  const { status, code, retryAfter, shouldRetry } = error
  if (shouldRetry !== undefined) return shouldRetry
  // No model is loaded (recording nomodel_get_v1_model__api). Two retries do not change that, and cost a second.
  if (code === 'no_model_loaded') return false
  if (rule.statusCodes.includes(status)) return true
  return retryAfter !== undefined && rule.statusCodesWithRetryAfter.includes(status)
}

/** Doubles from half a second up to eight, and takes a random share, so that clients do not retry in lockstep. */
export function getDefaultDelay(attempt: number): number {
  return Math.random() * Math.min(8000, 250 * 2 ** attempt)
}

/** Refuses a delay from the caller that is not a time: setTimeout takes NaN and -1 for 0. */
function checkDelay(delay: number, error: TabbyError): number {
  if (Number.isFinite(delay) && delay >= 0) return delay
  throw new TabbyRequestError(
    `retry.delay must return a number of milliseconds, 0 or greater; it was called after: ${error.message}`,
  )
}

/** Refuses a verdict that is not a boolean: a promise of `false` would count as true, and send a generation twice. */
function checkVerdict(verdict: unknown, error: TabbyError): boolean | undefined {
  if (verdict === undefined || verdict === null) return undefined
  if (typeof verdict === 'boolean') return verdict
  throw new TabbyRequestError(
    `retry.shouldRetry must return true, false or undefined, not a promise; it was called after: ${error.message}`,
  )
}

/** How many times a call is retried. */
export function getRetryLimit(retry: TabbyRetryOptions | false | undefined): number {
  return retry === false ? 0 : (retry?.limit ?? 2)
}

/**
 * How long to wait before the next attempt, in milliseconds; `undefined` for no further attempt. The caller's
 * `shouldRetry` decides first, then the server's `x-should-retry`, which is `false` if it has already retried, then the
 * table.
 */
export function getRetryDelay(
  retry: TabbyRetryOptions | false | undefined,
  operation: TabbyOperation,
  attempt: number,
  error: TabbyError,
): number | undefined {
  if (attempt > getRetryLimit(retry)) return undefined
  const { delay, maxRetryAfter, shouldRetry } = retry || {}
  const { status, retryAfter } = error as { readonly status?: number; readonly retryAfter?: number }
  const verdict = checkVerdict(shouldRetry?.({ operation, attempt, status, error }), error)
  if (!(verdict ?? isRetried(operation, error))) return undefined
  if (retryAfter !== undefined) return Math.min(retryAfter, maxRetryAfter ?? 30_000)
  return checkDelay((delay ?? getDefaultDelay)(attempt), error)
}

import { refuseOption } from './refuse-option.js'
import type { TabbyStreamLimits } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

const timeoutNames = ['timeout', 'idleTimeout', 'eventTimeout'] as const

function checkTimeout(name: string, value: unknown): void {
  if (value === undefined || value === null || value === false) return
  if (typeof value !== 'number' || !(value >= 0)) {
    refuseOption(name, 'a number of milliseconds, or false for no limit')
  }
}

function checkFunction(name: string, value: unknown): void {
  if (value !== undefined && value !== null && typeof value !== 'function') refuseOption(name, 'a function')
}

function checkRetry(retry: unknown): void {
  if (retry === undefined || retry === null || retry === false) return
  if (typeof retry !== 'object' || Array.isArray(retry)) {
    refuseOption('retry', 'false, or an object such as { limit: 2 }')
  }
  const { limit, delay, maxRetryAfter, shouldRetry } = retry as Readonly<Record<string, unknown>>
  if (
    limit !== undefined &&
    !(typeof limit === 'number' && limit >= 0 && (Number.isInteger(limit) || limit === Infinity))
  ) {
    refuseOption('retry.limit', 'a whole number, 0 or greater')
  }
  if (maxRetryAfter !== undefined && !(typeof maxRetryAfter === 'number' && maxRetryAfter >= 0)) {
    refuseOption('retry.maxRetryAfter', 'a number of milliseconds, 0 or greater')
  }
  checkFunction('retry.delay', delay)
  checkFunction('retry.shouldRetry', shouldRetry)
}

function checkList(name: string, value: unknown, type: 'string' | 'number'): void {
  if (value === undefined || value === null) return
  const isList = Array.isArray(value) && value.every((member) => typeof member === type)
  if (!isList) refuseOption(name, `a list of ${type === 'string' ? 'texts' : 'numbers'}`)
}

/**
 * Refuses options of a call that would be read as something else: `timeout: NaN` as no limit, `retry: true` as the
 * default, `limit: -1` as no retries.
 *
 * @throws TabbyRequestError with the name of the option.
 */
export function checkCallOptions(options: Partial<TabbyRequest> & TabbyStreamLimits): void {
  for (const name of timeoutNames) checkTimeout(name, options[name])
  checkRetry(options.retry)
  checkFunction('verify', options.verify)
  // A single text would be taken for a list of its characters, and nothing would be redacted.
  checkList('secrets', options.secrets, 'string')
  checkList('acceptStatus', options.acceptStatus, 'number')
  const { signal } = options
  if (signal && typeof signal.addEventListener !== 'function') refuseOption('signal', 'an AbortSignal')
}

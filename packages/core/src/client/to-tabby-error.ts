import { isTabbyError } from '../errors/is-tabby-error.js'
import { TabbyConnectionError } from '../errors/tabby-connection-error.js'
import type { TabbyError } from '../errors/tabby-error.js'

/**
 * Makes a connection error of what fetch throws. Only the runtime's code is kept: messages quote header values, and
 * errors of HTTP libraries carry the whole request.
 */
export function toTabbyError(thrown: unknown, call: string, baseUrl: string): TabbyError {
  if (isTabbyError(thrown)) return thrown
  let reason: string | undefined
  for (let error = thrown as { code?: unknown; cause?: unknown } | undefined; error; error = error.cause as typeof error) {
    if (typeof error.code === 'string') reason = error.code
  }
  return new TabbyConnectionError(`${call} got no complete answer from ${baseUrl}${reason ? ` (${reason})` : ''}`, reason)
}

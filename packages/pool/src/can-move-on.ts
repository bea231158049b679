import { isTabbyError, type TabbyOperation } from '@tabby/core'

/** Statuses after which a read is sent to another server, because it changes nothing. */
const passing = [408, 429, 502, 503, 504]

/**
 * Whether a call that failed on one server may go to another: only if that server began no work. The rule is that of
 * core's retries, plus what may differ on another server: no model, an open circuit, a full queue.
 *
 * A reset does not count, because it looks the same whether or not the server had begun, nor does a bare 502, which
 * nginx sends when a server dies while it works. Reads cost nothing to send again.
 */
export function canMoveOn(operation: TabbyOperation | undefined, error: unknown): boolean {
  if (!isTabbyError(error)) return false
  // A probe checks one server, and its failure is the result.
  if (operation !== 'read' && operation !== 'generate') return false
  const isRead = operation === 'read'
  switch (error.name) {
    case 'TabbyRequestError':
      return error.reason !== undefined
    case 'TabbyConnectionError':
      return isRead || /REFUSED|NOTFOUND|AGAIN|CONNECT_TIMEOUT/i.test(error.reason ?? '')
    case 'TabbyApiError': {
      if (error.code === 'no_model_loaded') return true
      if (error.shouldRetry !== undefined) return error.shouldRetry
      if (isRead) return passing.includes(error.status)
      return error.status === 429 || (error.retryAfter !== undefined && [502, 503].includes(error.status))
    }
    default:
      return false
  }
}

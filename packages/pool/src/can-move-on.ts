import { isTabbyError, type TabbyOperation } from '@tabby/core'

/** Statuses after which a read, which changes nothing, is sent to another server. */
const passing = [408, 429, 502, 503, 504]

/**
 * Whether a call that failed on one server may go to another: only if that server began no work. The rule is that of
 * the core's retries, and beside it what is different on another server: no model, an open circuit, a full queue.
 *
 * A reset is not among them, because it looks the same whether the server had begun or not, nor is a bare 502, which
 * nginx sends when a server died in the middle of its work. Reads cost nothing to send again.
 */
export function canMoveOn(operation: TabbyOperation | undefined, error: unknown): boolean {
  if (!isTabbyError(error)) return false
  // A probe asks one server, and its failure is the result.
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

import type { AnyTabbyError } from '@tabby/core'

/** Codes of 503 responses about one request or the model, which a healthy server sends too. */
const answered: readonly string[] = ['no_model_loaded', 'generation_failed']

/**
 * Whether an error shows that the server has a problem: it cannot be reached, takes too long, fails with 500, 502, 504
 * or a 503 that is not about the model, or breaks off a stream.
 */
export function isServerFailure(error: AnyTabbyError): boolean {
  if (error.name === 'TabbyConnectionError' || error.name === 'TabbyTimeoutError') return true
  if (error.name === 'TabbyStreamError') return error.reason === 'truncated'
  if (error.name !== 'TabbyApiError') return false
  return [500, 502, 504].includes(error.status) || (error.status === 503 && !answered.includes(error.code))
}

import type { AnyTabbyError } from '@tabby/core'

/** Answers about one request, or about the model, that a server in good health gives with 503. */
const answered: readonly string[] = ['no_model_loaded', 'generation_failed']

/**
 * Whether an error shows that the server is in trouble: it cannot be reached, takes too long, fails with 500, 502, 504
 * or a 503 that is not about the model, or breaks off a stream.
 */
export function isServerFailure(error: AnyTabbyError): boolean {
  if (error.name === 'TabbyConnectionError' || error.name === 'TabbyTimeoutError') return true
  if (error.name === 'TabbyStreamError') return error.reason === 'truncated'
  if (error.name !== 'TabbyApiError') return false
  return [500, 502, 504].includes(error.status) || (error.status === 503 && !answered.includes(error.code))
}

import { TabbyConnectionError } from '../errors/tabby-connection-error.js'

/** What fetch throws, as far as it is looked at. */
interface Thrown {
  readonly code?: unknown
  readonly cause?: Thrown
}

/**
 * Makes a connection error of what fetch throws. Only the runtime's code is kept: messages quote header values, and
 * errors of HTTP libraries carry the whole request.
 */
export function toConnectionError(thrown: unknown, call: string, baseUrl: string): TabbyConnectionError {
  let reason: unknown
  for (let error = thrown as Thrown | undefined; error; error = error.cause) reason = error.code ?? reason
  // Browsers say nothing of the reason.
  const why = reason ? ` (${reason})` : ''
  return new TabbyConnectionError('connection_error', `${call} got no answer from ${baseUrl}${why}`, { reason })
}

import { TabbyConnectionError } from '../errors/tabby-connection-error.js'

/** More causes than this are not looked at: they may lie in a circle. */
const maxCauses = 10

/** What fetch throws, as far as it is looked at. */
interface Thrown {
  readonly code?: unknown
  readonly cause?: Thrown
}

/** The runtime's code, which stands in the innermost cause that has one. */
function readReason(thrown: unknown): string | undefined {
  let reason: string | undefined
  let error = thrown as Thrown | null | undefined
  for (let depth = 0; depth < maxCauses && typeof error === 'object' && error !== null; depth++) {
    if (typeof error.code === 'string' || typeof error.code === 'number') reason = String(error.code).slice(0, 100)
    error = error.cause
  }
  return reason
}

/** What the reason most often means, where the address is the cause. */
function getHint(reason: string, baseUrl: string): string {
  if (baseUrl.startsWith('https:')) {
    return /^(?:ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)|EPROTO)$/.test(reason)
      ? ': nothing there speaks TLS, so try http:// in baseUrl'
      : ''
  }
  return reason.startsWith('HPE_') ? ': it does not speak HTTP, so try https:// in baseUrl' : ''
}

/**
 * Makes a connection error of what fetch throws. Only the runtime's code is kept: messages quote header values, and
 * errors of HTTP libraries carry the whole request.
 *
 * @param hasAnswered - Whether headers had arrived, so that it is the body that broke off.
 */
export function toConnectionError(
  thrown: unknown,
  call: string,
  baseUrl: string,
  hasAnswered: boolean,
): TabbyConnectionError {
  const reason = readReason(thrown)
  // Browsers say nothing of the reason.
  const why = reason ? ` (${reason})${hasAnswered ? '' : getHint(reason, baseUrl)}` : ''
  const what = hasAnswered
    ? `${call}: the response from ${baseUrl} broke off before its end`
    : `${call} got no answer from ${baseUrl}`
  return new TabbyConnectionError(`${what}${why}`, { reason })
}

import type { AnyTabbyError } from '@tabby/core'

/**
 * What a failure means for a run.
 *
 * - `stop`: every job would fail like this one, so the run ends
 * - `wait`: the server did not begin, and cannot at the moment; the job has lost nothing
 * - `broken`: the server broke off, and may have begun; the job may be the reason
 * - `again`: the job failed in a way that may pass
 * - `job`: the job would fail again
 */
export type Verdict = 'stop' | 'wait' | 'broken' | 'again' | 'job'

/** The runtime's codes of connections that were never made. */
const unconnected = /REFUSED|NOTFOUND|AGAIN|CONNECT_TIMEOUT|UNREACH|HOSTDOWN|NETDOWN|ADDRNOTAVAIL|MFILE/i

/**
 * Tells failures of a job from failures of the server. That a generation may have begun does not keep it from being run
 * again: nobody has seen its result.
 */
export function judgeFailure(error: AnyTabbyError): Verdict {
  switch (error.code) {
    case 'authentication_error':
    case 'permission_error':
    case 'not_found':
      return 'stop'
    case 'rate_limit_exceeded':
    case 'no_model_loaded':
      return 'wait'
    case 'generation_failed':
    case 'timeout':
      return 'again'
    case 'connection_error':
      return unconnected.test(error.reason ?? '') ? 'wait' : 'broken'
    case 'request_refused':
      if (error.reason === 'unknown-model') return 'stop'
      return error.reason === undefined ? 'job' : 'wait'
    case 'stream_error':
      return error.reason === 'truncated' ? 'broken' : 'job'
    case 'invalid_response':
      // Of `checkAnsweredModel`: another model answered, and would answer all jobs.
      return error.paths?.join() === 'model' ? 'stop' : 'job'
    default:
      return judgeStatus(error)
  }
}

function judgeStatus(error: object): Verdict {
  const { status, retryAfter } = error as { readonly status?: unknown; readonly retryAfter?: unknown }
  if (status === 502 || status === 503) return retryAfter === undefined ? 'broken' : 'wait'
  if (status === 504) return 'broken'
  return status === 408 || (typeof status === 'number' && status >= 500) ? 'again' : 'job'
}

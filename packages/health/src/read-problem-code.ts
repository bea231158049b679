import type { AnyTabbyError } from '@tabby/core'
import type { ConnectionProblemCode } from './connection-problem.js'

/** Tells from an error what is wrong; what is no answer of TabbyAPI itself comes from something in front of it. */
export function readProblemCode(error: AnyTabbyError): ConnectionProblemCode {
  switch (error.code) {
    case 'connection_error':
      return 'unreachable'
    case 'timeout':
      return 'timeout'
    case 'not_found':
      return 'wrong_path'
    case 'invalid_response':
      return 'other_program'
    case 'no_model_loaded':
      return 'no_model'
    // A key that is no valid header is refused before it is sent.
    case 'request_refused':
      return 'key_wrong'
    case 'authentication_error':
      return readKeyProblem(error.name === 'TabbyApiError' ? error.detail : '')
    default:
      return 'gateway'
  }
}

/** The server's own words (recordings cors_401 and others). A gateway says something like them, and is no TabbyAPI. */
function readKeyProblem(detail: string): ConnectionProblemCode {
  if (/^Please provide an (?:API|admin) key/i.test(detail)) return 'key_missing'
  return /^Invalid (?:API|admin) key/i.test(detail) ? 'key_wrong' : 'gateway'
}

import type { AnyTabbyError } from '@tabby/core'
import { type Advice, adviceByCode, gatewayAdvice } from './advice.js'
import { getAdvice, readKeyProblem } from './get-advice.js'

/**
 * What is wrong with a connection.
 *
 * - `unreachable`: nothing responds at that address
 * - `timeout`: something accepted the request and did not respond in time
 * - `cors`: a browser may not read the response; only browsers have this problem
 * - `wrong_path`: the path of the address does not exist there
 * - `other_program`: another program responds
 * - `gateway`: something in front of the server responds instead, or spoils the request
 * - `key_missing`, `key_wrong`: the server needs a key, or another one
 * - `admin_key_wrong`: generation works, but the admin key is not the server's
 * - `no_model`: nothing is loaded, or a load is still running
 * - `unhealthy`: a generation has failed since the server was started; it may still work
 */
export type ConnectionProblemCode =
  | 'unreachable'
  | 'timeout'
  | 'cors'
  | 'wrong_path'
  | 'other_program'
  | 'gateway'
  | 'key_missing'
  | 'key_wrong'
  | 'admin_key_wrong'
  | 'no_model'
  | 'unhealthy'

/** One thing that is wrong with a connection. */
export interface ConnectionProblem extends Advice {
  /** What it is, to switch on. */
  code: ConnectionProblemCode
  /** `error`: nothing can be generated. `warning`: something else does not work. */
  severity: 'error' | 'warning'
  /** What was seen, such as the error message of a request. It holds no key. */
  message: string
}

/** The same table as `getAdvice`, and what only a diagnosis can find out. */
const adviceByProblem: Record<ConnectionProblemCode, Advice> = /* @__PURE__ */ (() => ({
  unreachable: adviceByCode.connection_error,
  timeout: adviceByCode.timeout,
  cors: {
    title: 'The browser blocks the response',
    advice:
      'TabbyAPI allows every origin, so check what is in front of it: a proxy must let OPTIONS and the header x-api-key ' +
      'through. A public page may also need permission to reach the local network.',
  },
  wrong_path: {
    title: 'TabbyAPI is not at this path',
    advice: 'Use the address without a path, http://host:5000, unless a gateway serves TabbyAPI below one.',
  },
  other_program: {
    title: 'This is not TabbyAPI',
    advice: 'Another program listens at this address. Look up the port that TabbyAPI prints when it starts.',
  },
  gateway: gatewayAdvice,
  key_missing: adviceByCode.authentication_error.cases!['api key missing']!,
  key_wrong: adviceByCode.authentication_error.cases!['api key wrong']!,
  admin_key_wrong: adviceByCode.authentication_error.cases!['admin key wrong']!,
  no_model: adviceByCode.no_model_loaded,
  unhealthy: {
    title: 'The server reports that it is unhealthy',
    advice: 'A generation has failed since it was started. It may still work; restart it if generations fail.',
  },
}))()

/** Makes a problem of what was seen; `advice` replaces that of the table. */
export function toConnectionProblem(code: ConnectionProblemCode, message: string, advice?: string): ConnectionProblem {
  const severity = code === 'unhealthy' || code === 'admin_key_wrong' ? 'warning' : 'error'
  const known = adviceByProblem[code]
  return { code, severity, title: known.title, message, advice: advice ?? known.advice }
}

/** Makes a problem of an error. What TabbyAPI itself would not send comes from something in front of it. */
export function readConnectionProblem(error: AnyTabbyError): ConnectionProblem {
  const code = readProblemCode(error)
  const problem = toConnectionProblem(code, error.message)
  // The advice for an error is finer: it knows why there was no connection.
  return code === 'unreachable' || code === 'timeout' ? { ...problem, ...getAdvice(error) } : problem
}

function readProblemCode(error: AnyTabbyError): ConnectionProblemCode {
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
    // A key that is not a valid header is refused before it is sent.
    case 'request_refused':
      return 'key_wrong'
    case 'authentication_error': {
      const problem = readKeyProblem(error.name === 'TabbyApiError' ? error.detail : '')
      if (!problem) return 'gateway'
      return problem.endsWith('missing') ? 'key_missing' : 'key_wrong'
    }
    default:
      return 'gateway'
  }
}

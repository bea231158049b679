/**
 * What is wrong with a connection.
 *
 * - `unreachable`: nobody answers at that address
 * - `timeout`: somebody took the request and did not answer in time
 * - `cors`: a browser may not read the answer; only browsers have this problem
 * - `wrong_path`: the path below the address does not exist there
 * - `other_program`: another program answers
 * - `gateway`: something in front of the server answers in its place, or spoils the request
 * - `key_missing`, `key_wrong`: the server wants a key, or another one
 * - `admin_key_wrong`: generation works, and the admin key is not the server's
 * - `no_model`: nothing is loaded, or a load is still running
 * - `unhealthy`: a generation has failed since the server was started; it may work all the same
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
export interface ConnectionProblem {
  /** What it is, to switch on. */
  code: ConnectionProblemCode
  /** `error`: nothing can be generated. `warning`: something else does not work. */
  severity: 'error' | 'warning'
  /** What was seen, for a person. It holds no key. */
  message: string
  /** What to do about it, for a person. */
  advice: string
}

const advice: Record<ConnectionProblemCode, string> = {
  unreachable:
    'Is TabbyAPI running, and are host and port right? By default it listens at 127.0.0.1 only: to reach it from ' +
    "another machine or container, set network.host to 0.0.0.0 in the server's config.yml.",
  timeout: 'The server is very busy, or a firewall swallows what is sent. Look at its log, or allow more time.',
  cors:
    'The browser hides the answer from this page. TabbyAPI allows every origin, so look at what is in front of it: a ' +
    'proxy has to let OPTIONS and the header x-api-key through. A page of the internet may also need the permission ' +
    'to reach the local network.',
  wrong_path: 'Give the address without a path, http://host:5000, unless a gateway serves TabbyAPI below one.',
  other_program: 'Something else listens there. Look up the port that TabbyAPI prints when it starts.',
  gateway: 'Look at the proxy in front of the server: it answers itself, or adds headers of its own.',
  key_missing: "Give the client an apiKey: it stands in the server's api_tokens.yml.",
  key_wrong: "Compare the key with the server's api_tokens.yml: the server may have been given new ones.",
  admin_key_wrong: "Compare the adminKey with admin_key in the server's api_tokens.yml. Generation works without it.",
  no_model: "Load a model (loadModel of @tabby/models), name one in the server's config.yml, or wait for the load.",
  unhealthy: 'It may work all the same; restart the server when generations fail.',
}

/** Makes a problem of what was seen. */
export function toConnectionProblem(code: ConnectionProblemCode, message: string, better?: string): ConnectionProblem {
  const severity = code === 'unhealthy' || code === 'admin_key_wrong' ? 'warning' : 'error'
  return { code, severity, message, advice: better ?? advice[code] }
}

import type { AnyTabbyError, TabbyWrapper } from '@tabby/core'
import { checkOption } from './check-option.js'
import { checkOptionsObject } from './check-options-object.js'
import { createCircuit } from './create-circuit.js'

/**
 * What a breaker does with calls.
 *
 * - `closed`: it sends them
 * - `open`: it refuses them
 * - `half-open`: it has sent one, to test whether the server works again, and refuses the others
 */
export type BreakerState = 'closed' | 'open' | 'half-open'

/** A state change of a breaker. */
export interface BreakerChange {
  /** The server. */
  readonly baseUrl: string
  /** The new state. */
  readonly state: BreakerState
  /** For an `open` breaker: how long it stays open, in milliseconds. */
  readonly retryAfter?: number | undefined
}

/** Options of `createBreaker`. */
export interface BreakerOptions {
  /** How many consecutive failures open it. Default 5. */
  readonly failures?: number | undefined
  /** How long it stays open before it lets one call through, in milliseconds. Default 10,000. */
  readonly rest?: number | undefined
  /**
   * Decides whether an error counts as a failure of the server. `undefined` leaves the decision to the rules, and so does
   * an error that it throws.
   */
  readonly isFailure?: ((error: AnyTabbyError) => boolean | undefined) | undefined
  /** Called when the breaker of a server changes state. What it throws is ignored. */
  readonly onChange?: ((change: BreakerChange) => void) | undefined
}

/**
 * Makes a wrapper that stops sending calls to a failing server, and tries it again after a rest. Makes no requests.
 *
 * Connection errors, timeouts, streams that end early, 500, 502, 504, and 503 responses that are not about the model
 * count as failures. Success resets the count. Everything else counts as neither: other statuses, `no_model_loaded`,
 * `generation_failed`, aborts, and streams that you left before their first event.
 *
 * An open breaker refuses calls with a `TabbyRequestError` whose `reason` is `circuit-open` and whose `retryAfter` says
 * when to try again. A `Retry-After` from the server extends that time, even on a 408 or 429. Then one call is let
 * through as a test, which ends with its response or with the first event of its stream. Meanwhile the others are
 * refused.
 *
 * It keeps one state for each `baseUrl`, which all clients that it wraps share. A call with all its retries counts once.
 * Calls with the operation `probe`, such as `getHealth`, always pass and do not count.
 *
 * @param options - How many failures open it, and for how long.
 * @returns A wrapper for `wrapTabbyClient`. In a pool of several servers, wrap each member.
 * @throws TabbyRequestError when an option is not valid.
 *
 * @example
 * ```ts
 * import { createTabbyClient, isTabbyError, requestJson, wrapTabbyClient } from '@tabby/core'
 * import { createBreaker } from '@tabby/resilience'
 *
 * const breaker = createBreaker({ failures: 3, onChange: ({ baseUrl, state }) => console.log(baseUrl, state) })
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), breaker)
 * try {
 *   console.log(await requestJson(client, { path: '/v1/model' }))
 * } catch (error) {
 *   if (!isTabbyError(error) || error.code !== 'request_refused') throw error
 *   console.log(error.reason, error.retryAfter) // 'circuit-open', and how long to wait
 * }
 * ```
 */
export function createBreaker(options: BreakerOptions = {}): TabbyWrapper {
  checkOptionsObject('createBreaker', options, '{ failures: 5, rest: 10_000 }')
  const { failures = 5, rest = 10_000, isFailure, onChange } = options
  checkOption('createBreaker', 'failures', failures, 'count')
  checkOption('createBreaker', 'rest', rest, 'milliseconds')
  checkOption('createBreaker', 'isFailure', isFailure, 'function')
  checkOption('createBreaker', 'onChange', onChange, 'function')
  const circuits = new Map<string, ReturnType<typeof createCircuit>>()
  return (send, client) => {
    const { baseUrl } = client
    const run = circuits.get(baseUrl) ?? createCircuit({ baseUrl, failures, rest, isFailure, onChange })
    circuits.set(baseUrl, run)
    const inner = { ...client, send }
    return (request) => (request.operation === 'probe' ? send(request) : run(inner, request))
  }
}

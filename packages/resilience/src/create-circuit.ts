import {
  type AnyTabbyError,
  isTabbyError,
  type TabbyClient,
  type TabbyRequest,
  TabbyRequestError,
  type TabbyResponse,
} from '@tabby/core'
import { startUnreadTimer } from '@tabby/kit/lifetime/start-unread-timer'
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, type IBackoff } from 'cockatiel'
import { addWatch } from '@tabby/kit/streams/add-watch'
import type { BreakerChange, BreakerState } from './create-breaker.js'
import { judgeError } from './judge-error.js'
import { runQuietly } from './run-quietly.js'
import { watchOutcome } from './watch-outcome.js'

/** The circuit of one server. */
export interface CircuitOptions {
  readonly baseUrl: string
  readonly failures: number
  readonly rest: number
  readonly isFailure: ((error: AnyTabbyError) => boolean | undefined) | undefined
  readonly onChange: ((change: BreakerChange) => void) | undefined
}

/** What a call passes to cockatiel instead of its error. */
interface Ending {
  /** Whether it opens the circuit, or counts towards it. */
  readonly counts: boolean
  /** The pause that the server asks for, in milliseconds; `undefined` if the ending shows no failure. */
  readonly rest: number | undefined
}

const states: Readonly<Record<CircuitState, BreakerState>> = /* @__PURE__ */ (() => ({
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  // Only `isolate()` of cockatiel leads there, which nothing here calls.
  [CircuitState.Isolated]: 'open',
}))()

const readRetryAfter = (error: unknown) =>
  (isTabbyError(error) && error.name === 'TabbyApiError' && error.retryAfter) || 0

/**
 * Makes the circuit of one server. cockatiel counts failures in a row, and moves between closed, open and half-open.
 * Three things that it cannot do are handled around it:
 *
 * - In cockatiel 3.2 and 4.0, calls that arrive during the test of a half-open circuit wait for its end and ignore
 *   their signals: here they are refused before that.
 * - A `Retry-After` that arrives while the circuit is open extends its rest. cockatiel asks for the length of the rest
 *   at each call, so it gets `Infinity` until the time has come.
 * - A test that shows nothing, because its caller left, would close the circuit. It counts as failed, without a further
 *   rest, so the next call is the test.
 */
export function createCircuit({ baseUrl, failures, rest, isFailure, onChange }: CircuitOptions) {
  /** When a test may begin, by a monotonic clock. */
  let restUntil = 0
  const lengthenRest = (time: number) => {
    restUntil = Math.max(restUntil, performance.now() + time)
  }
  const backoff: IBackoff<{ readonly result: unknown }> = {
    get duration() {
      return performance.now() < restUntil ? Infinity : -Infinity
    },
    next({ result }) {
      const { error } = result as { readonly error: Ending }
      if (error.rest !== undefined) lengthenRest(error.rest)
      return backoff
    },
  }
  const policy = circuitBreaker(
    handleWhen((ending) => (ending as unknown as Ending).counts),
    { halfOpenAfter: backoff, breaker: new ConsecutiveBreaker(failures) },
  )
  policy.onStateChange((state) => {
    // cockatiel is still changing its state, so nothing may be thrown here.
    runQuietly(() =>
      onChange?.({ baseUrl, state: states[state], ...(state === CircuitState.Open && { retryAfter: getRest() }) }),
    )
  })
  const getRest = () => Math.max(0, Math.ceil(restUntil - performance.now()))
  const refuse = (why: string, retryAfter?: number) =>
    new TabbyRequestError(`The request was not sent, because ${baseUrl} failed repeatedly: ${why}`, {
      reason: 'circuit-open',
      retryAfter,
    })

  return async (client: TabbyClient, request: TabbyRequest): Promise<TabbyResponse> => {
    request.signal?.throwIfAborted()
    if (policy.state === CircuitState.HalfOpen) throw refuse('another call is testing whether it works again')
    const isTest = policy.state === CircuitState.Open
    if (isTest && getRest() > 0) throw refuse(`the next call is allowed in ${getRest()} ms`, getRest())
    return new Promise((resolve, reject) => {
      const run = async () => {
        try {
          const response = await client.send(request)
          if (!request.stream) return resolve(response)
          const { watch, promise, giveUp } = watchOutcome(isTest)
          const timer = isTest ? startUnreadTimer(client, request, giveUp) : undefined
          resolve(addWatch(response, watch))
          await promise.finally(timer?.stop)
        } catch (error) {
          // oxlint-disable-next-line promise/no-multiple-resolved -- A stream that was handed out throws the error itself.
          reject(error)
          const verdict = judgeError(error, isFailure)
          if (policy.state === CircuitState.Open) lengthenRest(readRetryAfter(error))
          // The server works, which is what the test had to show.
          if (isTest && verdict === 'answer') return
          const isCounted = verdict === 'failure'
          const asked = readRetryAfter(error)
          throw {
            counts: isTest || isCounted,
            rest: isCounted ? Math.max(rest, asked) : asked || undefined,
          } satisfies Ending
        }
      }
      // It rejects with an ending, whose error was already thrown above.
      policy.execute(run).catch(() => {})
    })
  }
}

import { type TabbyTimeoutName, TabbyTimeoutError } from '../errors/tabby-timeout-error.js'
import type { TabbyOperation, TabbyTimeout } from './tabby-request.js'

/** How long each kind of call may take by default, in milliseconds. */
const defaults: Readonly<Record<TabbyOperation, number | false>> = {
  read: 30_000,
  change: 30_000,
  probe: 10_000,
  generate: false,
  load: false,
}

/** Finds the timeout of an operation: that of the call, else that of the client, else the default. */
export function getTimeout(operation: TabbyOperation, ...given: readonly (TabbyTimeout | undefined)[]): number | false {
  for (const timeout of given) {
    const limit = typeof timeout === 'object' ? timeout?.[operation] : timeout
    if (limit !== undefined && limit !== null) return limit
  }
  return defaults[operation]
}

/** The longest time that setTimeout can wait, 24 days; with a longer one it overflows and fires at once. */
const longestTimer = 2_147_483_647

/** The call that a timeout belongs to, for its error. */
export interface TimedCall {
  /** Method and path. */
  readonly call: string
  readonly operation?: TabbyOperation
}

/** What happened and what to do, after the method and path. */
const explain: Record<TabbyTimeoutName, (limit: number, operation?: TabbyOperation) => string> = {
  timeout(limit, operation) {
    if (operation !== 'generate' && operation !== 'load') {
      return `the response took longer than the timeout of ${limit} ms: ${advice}`
    }
    const work = operation === 'load' ? 'the load' : 'the generation'
    return (
      `${work} ran into the timeout of ${limit} ms: a number applies to every call, ` +
      `so set timeout: { ${operation}: false } on the client or the call, or a longer time`
    )
  },
  idleTimeout: (limit) => `the stream sent nothing within the idleTimeout of ${limit} ms: ${advice}`,
  eventTimeout: (limit) => `the stream sent no event within the eventTimeout of ${limit} ms: ${advice}`,
}

const advice = 'raise this option of the client or the call if the server needs longer'

/** Starts one of the timeouts. A limit that is too long for a timer, such as `Infinity`, counts as none. */
export function startTimeout(
  name: TabbyTimeoutName,
  limit: number | false,
  { call, operation }: TimedCall,
  fail: (error: TabbyTimeoutError) => void,
): ReturnType<typeof setTimeout> | undefined {
  if (!limit || limit > longestTimer) return undefined
  return setTimeout(() => {
    const message = `${call}: ${explain[name](limit, operation)}`
    fail(new TabbyTimeoutError(message, { timeout: name, limit }))
  }, limit)
}

/**
 * Runs work under the caller's signal and a timeout. When either ends it, the promise rejects at once, even if a custom
 * fetch lost or ignored its signal, and the work's own signal is aborted.
 *
 * The work's signal is held by the timer and by the listener on the caller's signal, so a garbage collection does not
 * lose it. Neither is left behind.
 *
 * @throws the signal's reason, a TabbyTimeoutError, or whatever the work throws.
 */
export function withTimeout<T>(
  work: (signal?: AbortSignal) => Promise<T>,
  timeout: number | false,
  signal: AbortSignal | undefined,
  timed: TimedCall,
): Promise<T> {
  // If nothing can abort the call, no signal is created: passing one to fetch costs 2 to 4 % of a small call.
  if (!timeout && !signal) return work()
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const controller = new AbortController()
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    const fail = (reason: unknown) => {
      end()
      reject(reason)
      controller.abort(reason)
    }
    const abort = () => fail(signal!.reason)
    const timer = startTimeout('timeout', timeout, timed, fail)
    signal?.addEventListener('abort', abort)
    void work(controller.signal).then(resolve, fail).then(end)
  })
}

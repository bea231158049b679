import { requestJson, type TabbyClient, TabbyRequestError } from '@tabby/core'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'
import { serviceInfoSchema } from './get-service-info.js'

/** What is watched, and who is told. */
export interface WatchHealthParams {
  /**
   * Time between the end of one check and the next, in milliseconds, greater than 0; `false` to check only when
   * `check` is called. Default 10,000.
   */
  interval?: number | false | undefined
  /**
   * Called after the first check, and then whenever the server went down or came back. What it throws or rejects with is
   * ignored, because it runs in a timer, where nothing could catch it.
   */
  onChange?: ((state: HealthState) => void) | undefined
}

/** What a check found. */
export interface HealthState {
  /** Whether TabbyAPI responded. It says nothing about a model. */
  readonly isUp: boolean
  /** Why not: what the request failed with. */
  readonly error?: unknown
}

/** A server that is being watched. */
export interface HealthWatch extends Disposable {
  /** What the last check found; `undefined` before the first one has ended. */
  readonly state: HealthState | undefined
  /**
   * Checks now, or waits for the check that is in progress. It does not reject if the server is down, only after
   * `close`, with a TabbyRequestError.
   */
  check(): Promise<HealthState>
  /** Stops, and aborts a check that is in progress. Afterwards `onChange` is not called any more. */
  close(): void
  /** The same as `close`, at the end of a `using` block. */
  [Symbol.dispose](): void
}

/**
 * Watches whether a server is up, and reports when that changes.
 *
 * Sends `GET /.well-known/serviceinfo`, without a key, now and then again after each `interval`, one request at a time
 * and never a second time. It does not send `GET /health`, because one failed generation makes that a 503 until the
 * server is restarted, although the server still works. Any failure counts as down: no connection, no response within
 * the client's timeout (10 s for probes), an error page of a gateway, another program.
 *
 * Its timer does not keep a process alive; a check that is in progress does, until its timeout.
 *
 * @returns The watch. Close it when it is not needed any more.
 * @throws TabbyRequestError if `interval` is not a time or `onChange` is not a function.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { watchHealth } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const watch = watchHealth(client, {
 *   interval: 5000,
 *   onChange: ({ isUp, error }) => console.log(isUp ? 'up' : 'down', error ?? ''),
 * })
 * console.log((await watch.check()).isUp)
 * watch.close()
 * ```
 */
export function watchHealth(client: TabbyClient, params: WatchHealthParams = {}): HealthWatch {
  const { interval = 10_000, onChange } = params ?? {}
  const problem = readWatchProblem(client, interval, onChange)
  if (problem) throw new TabbyRequestError(`watchHealth: ${problem}`)
  const controller = new AbortController()
  const { signal } = controller
  let state: HealthState | undefined
  let running: Promise<HealthState> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = async () => {
    const found = await checkOnce(client, signal)
    running = undefined
    // An abort looks like a server that is down.
    signal.throwIfAborted()
    const isChange = state?.isUp !== found.isUp
    state = found
    if (interval !== false) {
      clearTimeout(timer)
      timer = setTimeout(checkQuietly, interval)
      // Node alone has it. A browser's timer is a number, and keeps nothing alive.
      ;(timer as { unref?(): void }).unref?.()
    }
    if (isChange) {
      try {
        const returned: unknown = onChange?.(found)
        if (returned instanceof Promise) returned.catch(() => {})
      } catch {
        // Nothing could catch it: see `onChange`.
      }
    }
    return found
  }
  const check = async () => {
    signal.throwIfAborted()
    return (running ??= run())
  }
  const checkQuietly = () => void check().catch(() => {})
  const close = () => {
    clearTimeout(timer)
    controller.abort(new TabbyRequestError(`The health of ${client.baseUrl} is not watched any more`))
  }
  checkQuietly()
  return {
    get state() {
      return state
    },
    check,
    close,
    [Symbol.dispose]: close,
  }
}

async function checkOnce(client: TabbyClient, signal: AbortSignal): Promise<HealthState> {
  try {
    await requestJson(client, {
      path: '/.well-known/serviceinfo',
      access: 'none',
      operation: 'probe',
      retry: false,
      schema: serviceInfoSchema,
      signal,
    })
    return { isUp: true }
  } catch (error) {
    return { isUp: false, error }
  }
}

/** Says why these values cannot be used, or nothing if they can. It repeats no value. */
function readWatchProblem(client: unknown, interval: unknown, onChange: unknown): string | undefined {
  if (typeof (client as TabbyClient | undefined)?.send !== 'function') {
    return 'the first argument must be a client: make one with createTabbyClient'
  }
  const isTime = typeof interval === 'number' && interval > 0 && interval <= longestTimer
  if (interval !== false && !isTime) {
    return `interval must be a number of milliseconds from 1 to ${longestTimer}, or false for no checks on its own`
  }
  if (onChange !== undefined && onChange !== null && typeof onChange !== 'function') {
    return 'onChange must be a function'
  }
  return undefined
}

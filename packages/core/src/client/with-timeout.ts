import { startTimeout } from './start-timeout.js'

/**
 * Runs work under the caller's signal and a timeout: when either ends it, the promise rejects at once, even where a
 * custom fetch lost its signal or never looked at it, and the work's own signal is aborted.
 *
 * The work's signal is held by the timer and by the listener on the caller's signal, so that a garbage collection
 * does not lose it. Neither is left behind.
 *
 * @param call - Method and path, for the error of the timeout.
 * @throws the signal's reason, a TabbyTimeoutError, or whatever the work throws.
 */
export function withTimeout<T>(
  work: (signal?: AbortSignal) => Promise<T>,
  timeout: number | false,
  signal: AbortSignal | undefined,
  call?: string,
): Promise<T> {
  // A signal that nothing can abort is not made: handing one to fetch costs 2 to 4 % of a small call.
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
    const timer = startTimeout('timeout', timeout, call, fail)
    signal?.addEventListener('abort', abort)
    void work(controller.signal).then(resolve, fail).then(end)
  })
}

/** The longest time that setTimeout can wait; with a longer one it overflows and fires at once. */
const maxTimeout = 2_147_483_647

/** Waits, or rejects as soon as the signal is aborted. A server may ask for years. */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  for (let left = milliseconds; left >= 0; left -= maxTimeout) {
    const time = Math.min(left, maxTimeout)
    const sleep = (inner?: AbortSignal) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, time)
        inner?.addEventListener('abort', () => clearTimeout(timer))
      })
    await withTimeout(sleep, false, signal)
  }
}

/** The part of Node that is used here. */
interface NodeGlobals {
  readonly process?: {
    getBuiltinModule?(name: 'events'): { setMaxListeners?(limit: number, signal: AbortSignal): void } | undefined
  }
}

/**
 * Keeps Node from warning about a leak if a signal has more than ten listeners, for code that listens to a caller's
 * signal itself: one signal may end a thousand calls, and each removes its listener when it ends.
 *
 * Makes no requests, and does nothing on other runtimes. Calls of a client do it automatically.
 *
 * @param signal - The caller's signal.
 *
 * @example
 * ```ts
 * import { allowManyListeners } from '@tabby/core'
 *
 * const controller = new AbortController()
 * allowManyListeners(controller.signal)
 * for (let call = 0; call < 20; call++) controller.signal.addEventListener('abort', () => console.log(call))
 * ```
 */
export function allowManyListeners(signal: AbortSignal): void {
  try {
    ;(globalThis as NodeGlobals).process?.getBuiltinModule?.('events')?.setMaxListeners?.(0, signal)
  } catch {
    // The signal of a polyfill, which Node does not watch.
  }
}

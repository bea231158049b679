/** The part of Node that is used here. */
interface NodeGlobals {
  readonly process?: {
    getBuiltinModule?(name: 'events'): { setMaxListeners?(limit: number, signal: AbortSignal): void } | undefined
  }
}

/**
 * Keeps Node from warning of a leak when a signal has more than ten listeners, for the packages that listen to a
 * caller's signal themselves: one signal may well end a thousand calls, and each takes its listener away at its end.
 *
 * It calls nothing, and on other runtimes does nothing. Calls of the client do it by themselves.
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

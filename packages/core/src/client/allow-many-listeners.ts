/** The part of Node that is used here. */
interface NodeGlobals {
  readonly process?: {
    getBuiltinModule?(name: 'events'): { setMaxListeners?(limit: number, signal: AbortSignal): void } | undefined
  }
}

/**
 * Node takes eleven listeners on a signal for a leak and prints a warning. One signal may well end a thousand calls;
 * each takes its listener away at its end.
 */
export function allowManyListeners(signal: AbortSignal): void {
  try {
    ;(globalThis as NodeGlobals).process?.getBuiltinModule?.('events')?.setMaxListeners?.(0, signal)
  } catch {
    // The signal of a polyfill, which Node does not watch.
  }
}

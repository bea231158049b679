/** How a call ended. */
export interface TabbyWatchEnd {
  /**
   * Whether the response was received completely and is valid: JSON of the expected shape, or a stream read to its end.
   */
  readonly whole: boolean
  /** What the call throws, or the signal's reason. Missing if the call succeeded or the caller left a stream. */
  readonly error?: unknown
}

/**
 * Observes a response while the caller reads it. A wrapper adds one to `watches` of the response; `requestJson` and the
 * stream of `requestStream` call it, so that nothing is parsed twice. Neither waits for an async function, and its
 * rejection is ignored.
 */
export interface TabbyWatch {
  /**
   * Receives the JSON response, or each event of a stream as it arrives, as the server sent it. Do not change it. If
   * this throws, the call fails with what it threw, and a stream is closed.
   */
  onValue?(value: unknown): void
  /**
   * Called exactly once, when the exchange has ended: after the last event, an error, a timeout or an abort, or when
   * the caller left or cancelled the stream. What it throws is ignored, because the result is already decided by then.
   */
  onEnd?(end: TabbyWatchEnd): void
}

/**
 * Drops the rejection of an async hook or watch: the call does not wait for it, so nothing else could catch it, and an
 * unhandled rejection ends a Node process.
 */
export function ignoreRejection(returned: unknown): void {
  if (returned instanceof Promise) returned.catch(() => {})
}

/** The watches of one response. */
export interface JoinedWatch {
  /** Undefined if no watch takes values, so an unwatched chunk costs nothing. */
  readonly onValue: ((value: unknown) => void) | undefined
  /** Reports the end to each watch. Further calls do nothing. */
  readonly end: (end: TabbyWatchEnd) => void
}

/** Joins the watches of a response into one, which reports the end once. */
export function joinWatches(watches: readonly TabbyWatch[] = []): JoinedWatch {
  const readers = watches.filter(({ onValue }) => onValue)
  let hasEnded = false
  return {
    onValue:
      readers.length > 0
        ? (value) => {
            for (const reader of readers) ignoreRejection(reader.onValue?.(value))
          }
        : undefined,
    end(end) {
      if (hasEnded) return
      hasEnded = true
      for (const watch of watches) {
        try {
          ignoreRejection(watch.onEnd?.(end))
        } catch {
          // It may run in a timer or in a listener of the signal, where nothing could catch it.
        }
      }
    },
  }
}

import { isTabbyError, type TabbyWatch, type TabbyWatchEnd } from '@tabby/core'
import { dropRejection, runQuietly } from './run-quietly.js'

/** Watches of one exchange with several readers. */
export interface SharedWatches {
  /** Makes the watch of one reader. `onWhole` is called when it has read everything, `onLeave` when it has left. */
  readonly open: (onLeave: (end: TabbyWatchEnd) => void) => TabbyWatch
  /** Reports that the exchange has ended. Further calls do nothing. */
  readonly end: (end: TabbyWatchEnd) => void
}

/**
 * Reports to the watches of a response what happens to it, once, although several readers read it: each event when the
 * first of them sees it, and the end when one has read everything, when it failed, or when all have left.
 */
export function shareWatches(watches: readonly TabbyWatch[]): SharedWatches {
  let told = 0
  let isOver = false
  const end = (how: TabbyWatchEnd) => {
    if (isOver) return
    isOver = true
    // As in core: the result is decided by then.
    for (const watch of watches) runQuietly(() => watch.onEnd?.(how))
  }
  return {
    end,
    open(onLeave) {
      let seen = 0
      return {
        onValue(value) {
          seen += 1
          if (seen <= told) return
          told = seen
          for (const watch of watches) dropRejection(watch.onValue?.(value))
        },
        onEnd(how) {
          if (how.whole || isTabbyError(how.error)) end(how)
          onLeave(how)
        },
      }
    },
  }
}

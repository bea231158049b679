import type { TabbyClient, TabbyRequest } from '@tabby/core'
import { longestTimer } from './longest-timer.js'

/** How long a stream may stay unread when it has no `eventTimeout`, in milliseconds. */
const defaultTime = 600_000

/** Follows whether a stream is read. */
export interface UnreadTimer {
  /** Notes that a value was read. */
  noteValue(): void
  stop(): void
}

/**
 * Calls back once when nothing of a stream was read for its `eventTimeout`, or for ten minutes if it has none: core's
 * own timer runs only while somebody reads. The timer keeps no process alive.
 */
export function startUnreadTimer(client: TabbyClient, request: TabbyRequest, giveUp: () => void): UnreadTimer {
  // `requestStream` hands on its own options.
  const { eventTimeout = client.streaming.eventTimeout } = request as { readonly eventTimeout?: number | false }
  const time = eventTimeout && eventTimeout <= longestTimer ? eventTimeout : defaultTime
  let wasRead = false
  let timer: ReturnType<typeof setTimeout> | undefined
  // A timer for each chunk would cost more than the chunk.
  const start = () => {
    wasRead = false
    timer = setTimeout(() => (wasRead ? start() : giveUp()), time)
    ;(timer as { unref?(): void }).unref?.()
  }
  start()
  return {
    noteValue() {
      wasRead = true
    },
    stop: () => clearTimeout(timer),
  }
}

import type { TabbyClient, TabbyRequest, TabbyResponse, TabbyWatchEnd } from '@tabby/core'

/** Observes one call. */
export interface CallObserver {
  /** Receives each value that the caller reads, and whether it is the first one. */
  onValue(value: unknown, isFirst: boolean): void
  /** Called once. `whole` is false for an error, and if the caller left. `status` is missing if no response arrived. */
  onEnd(end: TabbyWatchEnd & { readonly status?: number | undefined }): void
}

/**
 * Sends a request and follows the call to its end, which comes exactly once: with the error of `send`, the end of the
 * response, or, for a response that nobody reads, after its event timeout. A stream that is read slowly has not ended.
 */
export async function watchEnd(
  send: TabbyClient['send'],
  client: TabbyClient,
  request: TabbyRequest,
  observer: CallObserver,
): Promise<TabbyResponse> {
  let response: TabbyResponse
  try {
    response = await send(request)
  } catch (error) {
    tellEnd(observer, { whole: false, error })
    throw error
  }
  const { status } = response
  let hasEnded = false
  let stopTimer: (() => void) | undefined
  const end = (how: TabbyWatchEnd) => {
    if (hasEnded) return
    hasEnded = true
    stopTimer?.()
    tellEnd(observer, { ...how, status })
  }
  // Nothing reads the response of a probe, whose status is the result.
  if (request.operation === 'probe') {
    end({ whole: true })
    return response
  }
  let hasValue = false
  let isRead = false
  const wasRead = () => {
    const read = isRead
    isRead = false
    return read
  }
  stopTimer = startIdleTimer(readEventTimeout(request, client), wasRead, () => end({ whole: false }))
  const onValue = (value: unknown) => {
    isRead = true
    const isFirst = !hasValue
    hasValue = true
    // What an observer throws would fail the call.
    if (!hasEnded) observer.onValue(value, isFirst)
  }
  return { ...response, watches: [...(response.watches ?? []), { onValue, onEnd: end }] }
}

/** The result of the call is already decided: what an observer throws must not replace it. */
function tellEnd(observer: CallObserver, end: Parameters<CallObserver['onEnd']>[0]): void {
  try {
    observer.onEnd(end)
  } catch {
    // Nothing could catch it either if a timer or a signal ended the call.
  }
}

function readEventTimeout(request: TabbyRequest, { streaming }: TabbyClient): number | false {
  const { eventTimeout } = request as { readonly eventTimeout?: number | false | undefined }
  return eventTimeout ?? streaming.eventTimeout
}

/** The longest period that timers take; with a longer one they fire at once. */
const longestPeriod = 2_147_483_647

/** Calls back after a period in which nothing was read. A timer for each chunk would cost more than the chunk. */
function startIdleTimer(period: number | false, wasRead: () => boolean, onIdle: () => void): () => void {
  if (period === false) return () => {}
  const timer: unknown = setInterval(
    () => {
      if (!wasRead()) onIdle()
    },
    Math.min(period, longestPeriod),
  )
  // In Node, a timer keeps the process alive; elsewhere it is a number.
  if (typeof timer === 'object') (timer as { unref?(): void }).unref?.()
  return () => clearInterval(timer as number)
}

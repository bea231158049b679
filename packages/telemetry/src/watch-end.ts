import type { TabbyClient, TabbyRequest, TabbyResponse, TabbyWatchEnd } from '@tabby/core'
import { startUnreadTimer, type UnreadTimer } from '@tabby/kit/lifetime/start-unread-timer'
import { addWatch } from '@tabby/kit/streams/add-watch'

/** Observes one call. */
export interface CallObserver {
  /** Receives each value that the caller reads, and whether it is the first one. */
  onValue(value: unknown, isFirst: boolean): void
  /** Called once. `whole` is false for an error, and if the caller left. `status` is missing if no response arrived. */
  onEnd(end: TabbyWatchEnd & { readonly status?: number | undefined }): void
}

/**
 * Sends a request and follows the call to its end, which comes exactly once: with the error of `send`, the end of the
 * response, or, for a response that nobody reads, after its event timeout, or ten minutes without one. A stream that is
 * read slowly has not ended.
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
  let timer: UnreadTimer | undefined
  const end = (how: TabbyWatchEnd) => {
    if (hasEnded) return
    hasEnded = true
    timer?.stop()
    tellEnd(observer, { ...how, status })
  }
  // Nothing reads the response of a probe, whose status is the result.
  if (request.operation === 'probe') {
    end({ whole: true })
    return response
  }
  timer = startUnreadTimer(client, request, () => end({ whole: false }))
  let hasValue = false
  const onValue = (value: unknown) => {
    timer?.noteValue()
    const isFirst = !hasValue
    hasValue = true
    // What an observer throws would fail the call.
    if (!hasEnded) observer.onValue(value, isFirst)
  }
  return addWatch(response, { onValue, onEnd: end })
}

/** The result of the call is already decided: what an observer throws must not replace it. */
function tellEnd(observer: CallObserver, end: Parameters<CallObserver['onEnd']>[0]): void {
  try {
    observer.onEnd(end)
  } catch {
    // Nothing could catch it either if a timer or a signal ended the call.
  }
}

import type { TabbyClient, TabbyRequest } from '@tabby/core'
import { longestTimer } from './check-option.js'

/**
 * Waits as long as a stream may go without an event, for one that is never read: core's own timer runs only while
 * someone reads. The timer does not keep the process alive.
 *
 * @returns A function that stops waiting.
 */
export function startPatience(client: TabbyClient, request: TabbyRequest, giveUp: () => void): () => void {
  // `requestStream` passes on its own options.
  const { eventTimeout } = request as { readonly eventTimeout?: number | false }
  const limit = eventTimeout ?? client.streaming.eventTimeout
  if (!limit || limit > longestTimer) return () => {}
  const timer = setTimeout(giveUp, limit)
  ;(timer as { unref?: () => void }).unref?.()
  return () => clearTimeout(timer)
}

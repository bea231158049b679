import { allowManyListeners, type TabbyRequest, TabbyRequestError } from '@tabby/core'
import PQueue from 'p-queue'
import { countRequestTokens } from './count-request-tokens.js'
import { createRateWindow, type RateLimits } from './create-rate-window.js'

/** Options of the queue of one server. */
export interface SlotQueueOptions extends RateLimits {
  readonly concurrency: number
  readonly maxQueued: number
  readonly getPriority: (request: TabbyRequest) => number
}

/** The right to make one call. */
export interface Slot {
  /** Releases it. Further calls do nothing. */
  readonly release: () => void
  /** Corrects the estimate of its tokens. */
  readonly setTokens: (tokens: number) => void
}

/**
 * Makes the queue of one server. p-queue keeps the calls in order of priority, starts as many as may run, and removes
 * one as soon as it is aborted. This adds what it does not have: tokens per minute, a limit on waiting calls, and a
 * slot that outlives the call for as long as its stream.
 */
export function createSlotQueue({ concurrency, maxQueued, getPriority, ...limits }: SlotQueueOptions) {
  const queue = new PQueue({ concurrency })
  const rate = createRateWindow(limits)
  /** Counted here, because p-queue counts a slot as free only some microtasks after its release. */
  let running = 0
  let waiting = 0
  /** Makes the call that waits for the rate check again. */
  let wake = () => {}
  /** Tokens of the call that waits for the rate, if one does. */
  let nextTokens: number | undefined

  /** Waits until the rate allows the call. The queue is paused meanwhile, so that nothing overtakes the call. */
  async function waitForRate(tokens: number, signal: AbortSignal): Promise<void> {
    for (let delay = rate.getDelay(tokens); delay > 0 && !signal.aborted; delay = rate.getDelay(tokens)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.ceil(delay))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        signal.addEventListener('abort', wake, { once: true })
      })
    }
  }

  /**
   * When a call leaves the queue, in milliseconds: the time until the rate allows the next one, or the refused one if
   * none waits. When a running call ends is not known, so there is no time while those hold the queue up.
   */
  const getWait = (tokens: number) =>
    running < concurrency ? Math.ceil(rate.getDelay(nextTokens ?? tokens)) || undefined : undefined

  return async (request: TabbyRequest): Promise<Slot> => {
    const { signal } = request
    signal?.throwIfAborted()
    const tokens = limits.tokensPerMinute < Infinity ? countRequestTokens(request.body) : 0
    const priority = getPriority(request)
    // p-queue may not have seen yet that a slot is free, so a call that waits for nothing else counts as one that has it.
    const isFree = running + waiting < concurrency && !queue.isPaused && rate.getDelay(tokens) === 0
    if (!isFree && waiting >= maxQueued) {
      throw new TabbyRequestError(
        `The request was not sent, because ${waiting} others are waiting: send fewer at once, or raise maxQueued`,
        { reason: 'queue-full', retryAfter: getWait(tokens) },
      )
    }
    // The caller's signal ends only the wait: a running call frees its slot when it has ended.
    const gate = new AbortController()
    const leave = () => {
      waiting -= 1
      gate.abort(signal!.reason)
    }
    if (signal) {
      allowManyListeners(signal)
      signal.addEventListener('abort', leave, { once: true })
    }
    waiting += 1
    return new Promise<Slot>((resolve, reject) => {
      const hold = async () => {
        if (rate.getDelay(tokens) > 0) {
          queue.pause()
          nextTokens = tokens
          await waitForRate(tokens, gate.signal)
          nextTokens = undefined
          // Only after this call is counted, or the next one would not see it.
          queueMicrotask(() => queue.start())
        }
        if (gate.signal.aborted) return
        signal?.removeEventListener('abort', leave)
        waiting -= 1
        running += 1
        const entry = rate.add(tokens)
        await new Promise<void>((free) => {
          let isHeld = true
          resolve({
            release() {
              if (!isHeld) return
              isHeld = false
              running -= 1
              free()
            },
            setTokens(used) {
              entry.tokens = used
              wake()
            },
          })
        })
      }
      queue.add(hold, { priority, signal: gate.signal }).catch(reject)
    })
  }
}

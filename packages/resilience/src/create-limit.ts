import { isTabbyError, type TabbyRequest, TabbyRequestError, type TabbyWrapper } from '@tabby/core'
import { startUnreadTimer } from '@tabby/kit/lifetime/start-unread-timer'
import { addWatch } from '@tabby/kit/streams/add-watch'
import { checkOption } from './check-option.js'
import { checkOptionsObject } from './check-options-object.js'
import { createSlotQueue } from './create-slot-queue.js'
import { readUsedTokens } from './read-used-tokens.js'

/** Options of `createLimit`. It needs at least one of the first three. */
export interface LimitOptions {
  /** How many generations run at once. Default: any number. `getCapacity` of `@tabby/models` finds a good value. */
  readonly concurrency?: number | undefined
  /** How many generations begin within any minute. Default: any number. */
  readonly perMinute?: number | undefined
  /**
   * How many tokens generations take within any minute. A call reserves its `max_tokens` and a third of the characters
   * of its prompt, until its response reports its usage. Default: any number.
   */
  readonly tokensPerMinute?: number | undefined
  /** How many generations may wait; further ones are refused with the reason `queue-full`. Default 1,000. */
  readonly maxQueued?: number | undefined
  /** The priority of a call; higher ones go first. Default: `context.priority` of the call, or else 0. */
  readonly priority?: ((request: TabbyRequest) => number) | undefined
}

/**
 * @throws TabbyRequestError when a priority is not a number: the queue would have no order.
 */
function checkPriority(priority: unknown): number {
  if (Number.isFinite(priority)) return priority as number
  throw new TabbyRequestError('createLimit: the priority of a call must be a number, from priority or context.priority')
}

/**
 * Makes a wrapper that limits how many generations run at once or begin within a minute; the others wait their turn.
 * Makes no requests.
 *
 * A call holds its slot until its response has arrived, and a stream until it has ended: read completely, left,
 * cancelled, aborted or failed. A stream that is never read releases it after `eventTimeout`, or after ten minutes if it
 * has none; one that you stop reading holds it, along with its connection, until you cancel it. Timeouts of a call begin
 * when it is sent, not while it waits. An abort ends the wait at once. If too many wait, further calls are refused with a
 * `TabbyRequestError` whose `reason` is `queue-full`.
 *
 * Only the operation `generate` is limited: completions and chats. It keeps one queue for each `baseUrl`, which all
 * clients that it wraps share.
 *
 * @param options - How many calls, with which priority, and how many may wait.
 * @returns A wrapper for `wrapTabbyClient`. Pass it last, so that its slots are held only for the server.
 * @throws TabbyRequestError when an option is not valid, or none of them limits anything.
 *
 * @example
 * ```ts
 * import { createTabbyClient, requestJson, wrapTabbyClient } from '@tabby/core'
 * import { createLimit } from '@tabby/resilience'
 *
 * const limit = createLimit({ concurrency: 2, maxQueued: 100 })
 * const client = wrapTabbyClient(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }), limit)
 * const ask = (content: string, priority: number) =>
 *   requestJson(client, {
 *     path: '/v1/chat/completions',
 *     operation: 'generate',
 *     body: { messages: [{ role: 'user', content }], max_tokens: 20 },
 *     context: { priority },
 *   })
 * await Promise.all([ask('One', 0), ask('Two', 0), ask('Three', 0), ask('First of those that wait', 1)])
 * ```
 */
export function createLimit(options: LimitOptions): TabbyWrapper {
  checkOptionsObject('createLimit', options, '{ concurrency: 4 }')
  const { concurrency, perMinute, tokensPerMinute, maxQueued = 1000, priority } = options
  for (const [name, value] of Object.entries({ concurrency, perMinute, tokensPerMinute })) {
    checkOption('createLimit', name, value, 'count')
  }
  checkOption('createLimit', 'maxQueued', maxQueued, 'size')
  checkOption('createLimit', 'priority', priority, 'function')
  if ((concurrency ?? perMinute ?? tokensPerMinute) === undefined) {
    throw new TabbyRequestError('createLimit limits nothing without concurrency, perMinute or tokensPerMinute')
  }
  const getPriority = (request: TabbyRequest) =>
    checkPriority(priority ? priority(request) : (request.context?.priority ?? 0))
  const makeQueue = () =>
    createSlotQueue({
      concurrency: concurrency ?? Infinity,
      perMinute: perMinute ?? Infinity,
      tokensPerMinute: tokensPerMinute ?? Infinity,
      maxQueued,
      getPriority,
    })
  const queues = new Map<string, ReturnType<typeof createSlotQueue>>()

  return (send, client) => {
    const takeSlot = queues.get(client.baseUrl) ?? makeQueue()
    queues.set(client.baseUrl, takeSlot)
    return async (request) => {
      if (request.operation !== 'generate') return send(request)
      const { release, setTokens } = await takeSlot(request)
      const correct = (value: unknown) => {
        const used = readUsedTokens(value)
        if (used !== undefined) setTokens(used)
      }
      try {
        const response = await send(request)
        if (!request.stream) {
          release()
          return tokensPerMinute === undefined ? response : addWatch(response, { onValue: correct })
        }
        const timer = startUnreadTimer(client, request, release)
        return addWatch(response, {
          onValue(value) {
            timer.stop()
            if (tokensPerMinute !== undefined) correct(value)
          },
          onEnd() {
            timer.stop()
            release()
          },
        })
      } catch (error) {
        // The server responded with an error, so it generated nothing.
        if (isTabbyError(error) && error.name === 'TabbyApiError') setTokens(0)
        release()
        throw error
      }
    }
  }
}

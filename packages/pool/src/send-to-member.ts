import { isTabbyError, type TabbyClient, type TabbyRequest, type TabbyResponse, type TabbyWatch } from '@tabby/core'
import type { PoolMember } from './pool-member.js'
import { readAnsweredModel, type NeededModel } from './read-model.js'

/** The longest time that a member gets no calls, whatever it asks for, in milliseconds. */
const longestRest = 30_000

/** The longest time that a timer of the runtime can wait: a longer one fires at once. */
const longestTimer = 2_147_483_647

/** How long a stream may stay unread if it has no `eventTimeout`, in milliseconds. */
const defaultUnreadTime = 600_000

/** Counts a call as work of a member until the returned function is called; a second call does nothing. */
function takeMember(member: PoolMember): () => void {
  let isFree = false
  member.busy++
  return () => {
    if (isFree) return
    isFree = true
    member.busy--
  }
}

/** Sends a request to a member, counts it until the call has ended, and learns from its response. */
export async function sendToMember(
  member: PoolMember,
  client: TabbyClient,
  request: TabbyRequest,
  kind: NeededModel['kind'],
): Promise<TabbyResponse> {
  const free = takeMember(member)
  const fail = (error: unknown) => {
    if (!request.signal?.aborted) noteFailure(member, error, kind)
  }
  try {
    const response = await client.send(request)
    // A JSON body has been read when `send` resolves.
    if (!request.stream) free()
    const learn = (model: string) => void member.loaded.set(kind, model)
    const watch = request.stream
      ? watchStream({ free, fail, learn, unreadTime: getUnreadTime(client, request) })
      : {
          onValue(value: unknown) {
            // Other responses name models that are not loaded.
            const isAnswer = request.operation === 'generate' || kind === 'embedding'
            const model = isAnswer ? readAnsweredModel(value) : undefined
            if (model !== undefined) learn(model)
          },
        }
    return { ...response, watches: [...(response.watches ?? []), watch] }
  } catch (error) {
    free()
    fail(error)
    throw error
  }
}

/** Learns from a failure: a server that cannot be reached is down, and one that asked for a pause gets it. */
function noteFailure(member: PoolMember, error: unknown, kind: NeededModel['kind']): void {
  if (!isTabbyError(error)) return
  const { code, retryAfter, reason } = error as { code: string; retryAfter?: number; reason?: string }
  if (code === 'connection_error') member.markDown()
  else if (code === 'timeout' || reason === 'truncated') void member.check()
  else if (code === 'no_model_loaded') member.loaded.set(kind, null)
  if (retryAfter !== undefined) member.restsUntil = performance.now() + Math.min(retryAfter, longestRest)
}

/** How long a stream may stay unread before its call counts as ended: its `eventTimeout`. */
function getUnreadTime(client: TabbyClient, request: TabbyRequest): number {
  const { eventTimeout = client.streaming.eventTimeout } = request as { readonly eventTimeout?: number | false }
  return eventTimeout && eventTimeout <= longestTimer ? eventTimeout : defaultUnreadTime
}

interface StreamCall {
  readonly free: () => void
  readonly fail: (error: unknown) => void
  readonly learn: (model: string) => void
  readonly unreadTime: number
}

/** Frees a member when the stream has ended, or if nobody reads it. */
function watchStream({ free, fail, learn, unreadTime }: StreamCall): TabbyWatch {
  let wasRead = false
  let isLearnt = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const startTimer = () => {
    wasRead = false
    timer = setTimeout(() => (wasRead ? startTimer() : free()), unreadTime)
    ;(timer as { unref?(): void }).unref?.()
  }
  startTimer()
  return {
    onValue(value) {
      wasRead = true
      if (isLearnt) return
      const model = readAnsweredModel(value)
      if (model === undefined) return
      isLearnt = true
      learn(model)
    },
    onEnd({ error }) {
      clearTimeout(timer)
      free()
      if (error !== undefined) fail(error)
    },
  }
}

import { isTabbyError, type TabbyClient, type TabbyRequest, type TabbyResponse, type TabbyWatch } from '@tabby/core'
import { startUnreadTimer, type UnreadTimer } from '@tabby/kit/lifetime/start-unread-timer'
import { addWatch } from '@tabby/kit/streams/add-watch'
import { noteModel, type PoolMember } from './pool-member.js'
import { readAnsweredModel, type NeededModel } from './read-model.js'

/** The longest time that a member gets no calls, whatever it asks for, in milliseconds. */
const longestRest = 30_000

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
    const learn = (model: string) => noteModel(member, kind, model)
    const watch = request.stream
      ? watchStream({ free, fail, learn, timer: startUnreadTimer(client, request, free) })
      : {
          onValue(value: unknown) {
            // Other responses name models that are not loaded.
            const isAnswer = request.operation === 'generate' || kind === 'embedding'
            const model = isAnswer ? readAnsweredModel(value) : undefined
            if (model !== undefined) learn(model)
          },
        }
    return addWatch(response, watch)
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
  else if (code === 'no_model_loaded') noteModel(member, kind, null)
  if (retryAfter !== undefined) member.restsUntil = performance.now() + Math.min(retryAfter, longestRest)
}

interface StreamCall {
  readonly free: () => void
  readonly fail: (error: unknown) => void
  readonly learn: (model: string) => void
  readonly timer: UnreadTimer
}

/** Frees a member when the stream has ended, or if nobody reads it. */
function watchStream({ free, fail, learn, timer }: StreamCall): TabbyWatch {
  let isLearnt = false
  return {
    onValue(value) {
      timer.noteValue()
      if (isLearnt) return
      const model = readAnsweredModel(value)
      if (model === undefined) return
      isLearnt = true
      learn(model)
    },
    onEnd({ error }) {
      timer.stop()
      free()
      if (error !== undefined) fail(error)
    },
  }
}

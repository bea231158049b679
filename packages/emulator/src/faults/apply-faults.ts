import type { Dispatch } from '../http/dispatcher.js'
import { errorEvent } from '../http/event-frames.js'
import { replyDetail } from '../http/reply.js'
import { rewriteBody } from '../http/rewrite-body.js'
import { ConnectionDropped } from '../http/server-request.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import type { FaultInjector } from './fault-injector.js'
import type { FaultEffect } from './fault.js'

/** Lets requests go wrong as the injector says, and all others through untouched. */
export function applyFaults(dispatch: Dispatch, faultInjector: FaultInjector): Dispatch {
  return async (request, signal) => {
    const effect = faultInjector.take(request)
    if (!effect) return dispatch(request, signal)
    switch (effect.kind) {
      case 'drop':
      case 'reset':
        throw new ConnectionDropped(effect.kind === 'reset')
      case 'status':
        return replyDetail(
          effect.status,
          effect.detail ?? `Answered with ${effect.status} on purpose.`,
          effect.retryAfter === undefined ? {} : { 'retry-after': String(effect.retryAfter) },
        )
      case 'delay':
        await waitMilliseconds(effect.milliseconds, signal)
        return dispatch(request, signal)
      case 'trickle':
        return rewriteBody(await dispatch(request, signal), (chunks) => trickle(chunks, effect.bytesPerSecond, signal))
      default:
        return breakOff(await dispatch(request, signal), effect, signal)
    }
  }
}

function breakOff(
  response: Response,
  effect: Extract<FaultEffect, { afterEvents: number }>,
  signal: AbortSignal,
): Response {
  return rewriteBody(response, async function* (chunks) {
    let events = 0
    if (effect.afterEvents > 0) {
      for await (const chunk of chunks) {
        yield chunk
        // A ping is a comment: it begins with a colon.
        if (chunk[0] !== 0x3a) events += 1
        if (events === effect.afterEvents) break
      }
      if (events < effect.afterEvents) return
    }
    if (effect.kind === 'cut') throw new ConnectionDropped(false)
    if (effect.kind === 'stall') await new Promise((resolve) => signal.addEventListener('abort', resolve))
    if (effect.kind === 'error') yield new TextEncoder().encode(errorEvent(effect.message ?? 'Failed on purpose.'))
  })
}

const stepsPerSecond = 20

/** Hands bytes on in small pieces, so many per second. */
async function* trickle(
  chunks: AsyncIterable<Uint8Array>,
  bytesPerSecond: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const size = Math.max(1, Math.round(bytesPerSecond / stepsPerSecond))
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) {
      const piece = chunk.subarray(at, at + size)
      await waitMilliseconds((1000 * piece.length) / bytesPerSecond, signal)
      yield piece
    }
  }
}

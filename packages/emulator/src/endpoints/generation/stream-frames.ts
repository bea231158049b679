import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import type { GenerationJob } from '../../engine/job/job.js'
import { describeTrace, errorEvent, formatEvent } from '../../http/event-frames.js'
import { spacedJson } from '../../json/write-json.js'
import type { ServerState } from '../../state/server-state.js'
import { ContextExceeded } from './generation-failure.js'
import type { PlannedJob } from './planned-job.js'
import { startJobs } from './start-jobs.js'

/** What makes a generation a stream of frames. */
export interface FrameSource {
  readonly server: ServerState
  readonly subject: 'Chat completion' | 'Completion'
  readonly signal: AbortSignal
  readonly jobs: readonly PlannedJob[]
  /** Called before the first token; what it throws is the stream's only event. */
  begin?(): void | Promise<void>
  /** The frames of one event; `last` is the end of the last choice. */
  write(event: JobChunk | JobEnd, last: boolean): string[]
}

const doneFrame = formatEvent('[DONE]')

/**
 * The frames of a generation, one by one. Written by hand because each layer of generators costs as much as making the
 * event: with three of them a stream of 1,000 clients fell behind.
 */
export function streamFrames({ server, subject, signal, jobs, begin, write }: FrameSource): AsyncIterable<string> {
  const ready: string[] = []
  let source: GenerationJob | undefined
  let left = jobs.length
  let over = false

  const close = (): void => {
    over = true
    source?.abandon()
    if (source) signal.removeEventListener('abort', source.abandon)
  }

  const fill = async (): Promise<void> => {
    try {
      if (!source) await begin?.()
      // Without a prompt there is no job whose end could be told (completion_prompt_empty_list_stream).
      if (jobs.length === 0) return await untilClientLeaves(signal)
      source ??= startJobs(jobs, signal)
      while (ready.length === 0 && left > 0) {
        const event = await source.next()
        if (event.type === 'end') {
          // A job that is taken away leaves its stream open, and nothing more comes (unload_during_chat_stream).
          if (event.eosReason === null) await untilClientLeaves(signal)
          left--
        }
        if (over) return
        ready.push(...write(event, left === 0))
      }
      if (left === 0) {
        close()
        ready.push(doneFrame)
      }
    } catch (error) {
      close()
      ready.push(writeFailure(server, subject, error))
    }
  }

  const next = async (): Promise<IteratorResult<string, undefined>> => {
    if (ready.length === 0 && !over) await fill()
    const value = ready.shift()
    return value === undefined ? { done: true, value: undefined } : { done: false, value }
  }
  const leave = (): Promise<IteratorResult<string, undefined>> => {
    close()
    return Promise.resolve({ done: true, value: undefined })
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}

/** The last event of a stream that fails; `[DONE]` does not come then (chat_fail_after_3_tokens_stream). */
function writeFailure(server: ServerState, subject: string, error: unknown): string {
  if (error instanceof ContextExceeded) return formatEvent(spacedJson(error.body))
  const message = `${subject} aborted. Please check the server console.`
  return errorEvent(message, describeTrace(server, error instanceof Error ? error : new Error(String(error))))
}

function untilClientLeaves(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

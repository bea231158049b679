import type { GenerationJob } from '../../engine/job/job.js'
import { createTurn } from '../../time/turn.js'
import { mergeJobs } from './merge-jobs.js'
import type { PlannedJob } from './planned-job.js'

/** Jobs that are started before the clock is looked at. */
const AT_ONCE = 32

/** Starts all jobs of a request; they are given up at once when its client leaves (disconnect_chat_stream_n2). */
export function startJobs(planned: readonly PlannedJob[], signal: AbortSignal): GenerationJob {
  const turn = createTurn()
  const started: GenerationJob[] = []
  let merged: GenerationJob | undefined
  let isGivenUp = signal.aborted
  const startSome = (): void => {
    try {
      for (const job of planned.slice(started.length, started.length + AT_ONCE)) {
        started.push(job.start(started.length, turn))
      }
    } catch (error) {
      // Those that were started would stay: a load would wait for them forever.
      abandon()
      throw error
    }
    if (started.length === planned.length) merged = mergeJobs(started)
    if (isGivenUp) abandon()
  }
  const abandon = (): void => {
    isGivenUp = true
    for (const job of started) job.abandon()
  }
  startSome()
  if (!isGivenUp) signal.addEventListener('abort', abandon, { once: true })
  return {
    get dueAt() {
      return merged?.dueAt ?? 0
    },
    async next() {
      while (!merged) {
        if (turn.isOver()) await turn.next()
        startSome()
      }
      return merged.next()
    },
    abandon,
  }
}

import type { GenerationJob } from '../../engine/job/job.js'
import { createTurn } from '../../time/turn.js'
import type { PlannedJob } from './planned-job.js'

/** Jobs that are started before the clock is looked at. */
const atOnce = 32

/** Starts all jobs of a request; they are given up at once when its client leaves (disconnect_chat_stream_n2). */
export function startJobs(planned: readonly PlannedJob[], signal: AbortSignal): GenerationJob {
  const turn = createTurn()
  const started: GenerationJob[] = []
  let merged: GenerationJob | undefined
  let isGivenUp = signal.aborted
  const startSome = (): void => {
    try {
      for (const job of planned.slice(started.length, started.length + atOnce)) {
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

/**
 * Makes one of several jobs: the one whose token is due first comes first, so that the order does not hang on how late
 * a timer fires (completion_prompt_list_stream).
 */
function mergeJobs(jobs: readonly GenerationJob[]): GenerationJob {
  const [only] = jobs
  if (only && jobs.length === 1) return only
  // A heap: all begin at one time and in order, and only the job on top is moved. Thousands may run side by side.
  const running = jobs.map((job, place) => ({ job, place, dueAt: job.dueAt }))
  const isBefore = (one: number, other: number): boolean => {
    const [a, b] = [running[one], running[other]]
    return a !== undefined && (b === undefined || a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.place < b.place))
  }
  const sink = (): void => {
    for (let at = 0; ;) {
      const child = isBefore(2 * at + 2, 2 * at + 1) ? 2 * at + 2 : 2 * at + 1
      const [parent, next] = [running[at], running[child]]
      if (!parent || !next || isBefore(at, child)) return
      running[at] = next
      running[child] = parent
      at = child
    }
  }
  running.sort((one, other) => one.dueAt - other.dueAt || one.place - other.place)
  return {
    get dueAt() {
      return running[0]?.dueAt ?? 0
    },
    async next() {
      const [first] = running
      if (!first) throw new Error('all jobs have ended')
      const event = await first.job.next()
      first.dueAt = first.job.dueAt
      const last = event.type === 'end' ? running.pop() : undefined
      if (last && last !== first) running[0] = last
      sink()
      return event
    },
    abandon() {
      for (const job of jobs) job.abandon()
    },
  }
}

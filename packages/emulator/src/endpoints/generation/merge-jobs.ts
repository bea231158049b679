import type { GenerationJob } from '../../engine/job/job.js'

/**
 * Makes one of several jobs: the one whose token is due first comes first, so that the order does not hang on how late
 * a timer fires (completion_prompt_list_stream).
 */
export function mergeJobs(jobs: readonly GenerationJob[]): GenerationJob {
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

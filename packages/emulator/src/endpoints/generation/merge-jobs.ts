import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import type { GenerationJob } from '../../engine/job/job.js'

/** Makes one of several jobs: events come in the order in which they are generated. */
export function mergeJobs(jobs: readonly GenerationJob[]): GenerationJob {
  const [only] = jobs
  if (only && jobs.length === 1) return only
  let pending: Map<GenerationJob, Promise<{ job: GenerationJob; event: JobChunk | JobEnd }>> | undefined
  const ask = (job: GenerationJob): void => {
    const promise = job.next().then((event) => ({ job, event }))
    // The failure of one that nobody is waiting for just then must not count as unhandled.
    promise.catch(() => undefined)
    pending?.set(job, promise)
  }
  const abandon = (): void => {
    for (const job of jobs) job.abandon()
  }
  return {
    async next() {
      if (!pending) {
        pending = new Map()
        for (const job of jobs) ask(job)
      }
      const { job, event } = await Promise.race(pending.values())
      pending.delete(job)
      if (event.type === 'chunk') ask(job)
      return event
    },
    abandon,
  }
}

import type { GenerationJob } from '../../engine/job/job.js'

/**
 * Makes one of several jobs: the one whose token is due first comes first, so that the order does not hang on how late
 * a timer fires (completion_prompt_list_stream).
 */
export function mergeJobs(jobs: readonly GenerationJob[]): GenerationJob {
  const [only] = jobs
  if (only && jobs.length === 1) return only
  const running = [...jobs]
  const first = (): GenerationJob | undefined =>
    running.reduce<GenerationJob | undefined>((best, job) => (best && best.dueAt <= job.dueAt ? best : job), undefined)
  return {
    get dueAt() {
      return first()?.dueAt ?? 0
    },
    async next() {
      const job = first()
      if (!job) throw new Error('all jobs have ended')
      const event = await job.next()
      if (event.type === 'end') running.splice(running.indexOf(job), 1)
      return event
    },
    abandon() {
      for (const job of jobs) job.abandon()
    },
  }
}

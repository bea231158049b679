import type { GenerationJob } from '../../engine/job/job.js'
import type { PlannedJob } from './planned-job.js'

/** Starts all jobs of a request; they are given up at once when its client leaves (disconnect_chat_stream_n2). */
export function startJobs(planned: readonly PlannedJob[], signal: AbortSignal): GenerationJob[] {
  const jobs = planned.map((job) => job.start())
  const abandon = (): void => {
    for (const job of jobs) job.abandon()
  }
  if (signal.aborted) abandon()
  else signal.addEventListener('abort', abandon, { once: true })
  return jobs
}

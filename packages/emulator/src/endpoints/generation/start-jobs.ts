import type { GenerationJob } from '../../engine/job/job.js'
import { mergeJobs } from './merge-jobs.js'
import type { PlannedJob } from './planned-job.js'

/** Starts all jobs of a request; they are given up at once when its client leaves (disconnect_chat_stream_n2). */
export function startJobs(planned: readonly PlannedJob[], signal: AbortSignal): GenerationJob {
  const merged = mergeJobs(planned.map((job, choice) => job.start(choice)))
  if (signal.aborted) merged.abandon()
  else signal.addEventListener('abort', merged.abandon, { once: true })
  return merged
}

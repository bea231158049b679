import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import type { PlannedJob } from './planned-job.js'
import { startJobs } from './start-jobs.js'

/** Runs all jobs of a request to their ends. When one fails, the others are given up. */
export async function collectJobs(
  planned: readonly PlannedJob[],
  signal: AbortSignal,
  take: (event: JobChunk | JobEnd) => void,
): Promise<JobEnd[]> {
  const jobs = startJobs(planned, signal)
  const ends: JobEnd[] = []
  try {
    while (ends.length < planned.length) {
      const event = await jobs.next()
      take(event)
      if (event.type === 'end') ends.push(event)
    }
  } finally {
    jobs.abandon()
    signal.removeEventListener('abort', jobs.abandon)
  }
  return ends
}

import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import { GenerationFailure } from './generation-failure.js'
import type { PlannedJob } from './planned-job.js'
import { startJobs } from './start-jobs.js'

/**
 * Tokens that are kept for one answer at most; those with log probabilities count for more. The server would take
 * what memory there is.
 */
const mostKept = 2 ** 20

/** Runs all jobs of a request to their ends. When one fails, the others are given up. */
export async function collectJobs(
  planned: readonly PlannedJob[],
  signal: AbortSignal,
  { logprobs, take }: { logprobs: number; take: (event: JobChunk | JobEnd) => void },
): Promise<JobEnd[]> {
  // An entry with all its candidates takes as much as a hundred plain tokens.
  const weight = 1 + 10 * Math.min(logprobs, 10)
  let kept = 0
  const jobs = startJobs(planned, signal)
  const ends: JobEnd[] = []
  try {
    while (ends.length < planned.length) {
      const event = await jobs.next()
      take(event)
      if (event.type === 'end') ends.push(event)
      else kept += weight * event.tokens.length
      if (kept > mostKept) throw new GenerationFailure('the answer is too long to be kept')
    }
  } finally {
    jobs.abandon()
    signal.removeEventListener('abort', jobs.abandon)
  }
  return ends
}

/** Chunks that are kept apart at most. */
const mostChunks = 1000

/** A text that many chunks are added to, joined by the thousand: one by one they take more than their letters. */
interface GrowingText {
  add(chunk: string): void
  whole(): string
}

/** An empty text. */
export function createGrowingText(): GrowingText {
  let joined: string[] = []
  let chunks: string[] = []
  const join = (): void => {
    joined.push(chunks.join(''))
    chunks = []
  }
  return {
    add(chunk) {
      chunks.push(chunk)
      if (chunks.length === mostChunks) join()
    },
    whole() {
      join()
      joined = [joined.join('')]
      return joined[0] ?? ''
    },
  }
}

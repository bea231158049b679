import type { BatchProblem, BatchRequest } from '@tabby/bulk'
import { UsageError } from '../failure/errors.js'
import type { Requests } from './open-requests.js'

/** What a file holds. */
export interface CheckedRequests {
  readonly count: number
  /** How many requests each endpoint gets. */
  readonly urls: ReadonlyMap<string, number>
  readonly problems: readonly BatchProblem[]
  /** A few requests from all over the file. */
  readonly sample: readonly BatchRequest[]
}

const sampleSize = 16

/** Reads all of a file before anything is sent, in constant memory but for the ids. */
export async function checkRequests(requests: Requests): Promise<CheckedRequests> {
  const problems: BatchProblem[] = []
  const urls = new Map<string, number>()
  let sample: BatchRequest[] = []
  let count = 0
  let step = 1
  for await (const request of requests.read((problem) => void problems.push(problem))) {
    urls.set(request.url, (urls.get(request.url) ?? 0) + 1)
    // Each so many, and twice as many apart as soon as there are too many.
    if (count % step === 0) sample.push(request)
    if (sample.length > sampleSize) {
      sample = sample.filter((_, index) => index % 2 === 0)
      step *= 2
    }
    count++
  }
  return { count, urls, problems, sample }
}

/** How many lines an error shows. */
const shown = 5

/** Refuses a file with lines that are not valid. */
export function refuseProblems({ problems }: CheckedRequests): void {
  if (problems.length === 0) return
  const rest = problems.length > shown ? `; and ${problems.length - shown} more` : ''
  throw new UsageError(
    `${describeProblems(problems.slice(0, shown)).join('; ')}${rest}. Nothing was sent: correct the file, or leave ` +
      'such lines out with --skip-invalid',
  )
}

/** One text for each line that is not valid. */
export const describeProblems = (problems: readonly BatchProblem[]): string[] =>
  problems.map(({ line, problem }) => `line ${line}: ${problem}`)

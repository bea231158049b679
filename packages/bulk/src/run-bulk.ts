import { TabbyRequestError } from '@tabby/core'
import type { BulkJob, BulkOutcome, BulkProgress, BulkStore } from './bulk-job.js'
import { createRun } from './create-run.js'

/** How a run is done. */
export interface RunBulkOptions<Job extends BulkJob, Result> {
  /** Makes the call of one job. Pass the signal on: it ends what runs when the run is aborted or left. */
  readonly run: (job: Job, options: { readonly signal: AbortSignal }) => Promise<Result>
  /** How many jobs run at the same time, 1 or more; `getCapacity` of `@tabby/models` knows what a server can do. */
  readonly concurrency: number
  /** Remembers what is finished: `createFileStore` of `@tabby/bulk/node`. */
  readonly store: BulkStore<NoInfer<Result>>
  /** Ends the run at once, and what runs. */
  readonly signal?: AbortSignal | undefined
  /** How many jobs may fail: the run ends when one more has. Without it, the run goes on however many fail. */
  readonly maxErrors?: number | undefined
  /** Called after each job, and when the run begins and ends to wait for the server. */
  readonly onProgress?: ((progress: BulkProgress) => void) | undefined
}

/**
 * Runs thousands of jobs, so many at a time, and remembers what is done, so that it can be interrupted at any time and
 * go on later.
 *
 * Jobs that the store knows are not run again. A result is yielded when the store has it, in the order in which jobs
 * end. Jobs are read from the input only when they can start, and nothing is started while you do not read, so memory
 * does not grow with the input; only the ids are kept.
 *
 * What fails is told apart:
 *
 * - A job that cannot work, such as a prompt that is too long, ends with its error, is stored with it, and does not end
 *   the run. What `run` throws that is not a `TabbyError` is one, with the code `tool_failed` and the thrown value as
 *   `cause`.
 * - While the server cannot be reached, has no model loaded, or asks for time, no job starts: one is tried after growing
 *   waits of up to 30 s, for as long as it takes. `onProgress` says so.
 * - A job whose connection breaks is run again, although the server may have begun it: nobody has its result, and a
 *   generation changes nothing. One that breaks it three times while others succeed ends with its error; the third time
 *   it runs alone, at the end. If your jobs do change something, let `run` return such an error as its result.
 * - A generation that failed, a 500 and a timeout are tried once more.
 * - A key that is refused, an unknown model and an unknown address end the run, because all jobs would fail.
 *
 * Leaving the loop ends what runs. It is run again the next time, so a job is run at least once, and its result is
 * stored exactly once.
 *
 * @param jobs - The jobs, each with another `id`. A generator or another iterable that reads a file keeps memory flat.
 * @param options - The call of a job, how many run at a time, and where results are kept.
 * @returns What became of each job, as it is stored.
 * @throws TabbyRequestError when an option or an id is not valid, two jobs have the same id, more than `maxErrors`
 *   failed, or the store cannot keep a result.
 * @throws TabbyApiError with the code `authentication_error`, `permission_error` or `not_found` when all jobs would fail.
 *
 * @example
 * ```ts
 * import { runBulk } from '@tabby/bulk'
 * import { createFileStore } from '@tabby/bulk/node'
 * import { createChatCompletion } from '@tabby/chat'
 * import { createTabbyClient } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const jobs = ['red', 'green', 'blue'].map((word) => ({ id: word, word }))
 * await using store = await createFileStore('colours.jsonl')
 * const outcomes = runBulk(jobs, {
 *   run: ({ word }, options) =>
 *     createChatCompletion(client, { messages: [{ role: 'user', content: `Describe ${word}` }] }, options),
 *   concurrency: 8,
 *   store,
 * })
 * for await (const { id, result, error } of outcomes) console.log(id, error?.message ?? result?.usage?.total_tokens)
 * ```
 */
export function runBulk<Job extends BulkJob, Result>(
  jobs: Iterable<Job> | AsyncIterable<Job>,
  options: RunBulkOptions<Job, Result>,
): AsyncGenerator<BulkOutcome<Result>, void, undefined> {
  checkJobs(jobs)
  checkOptions(options)
  return readOutcomes(jobs, options)
}

/** Begins when it is read, and ends what runs when it is left. */
async function* readOutcomes<Job extends BulkJob, Result>(
  jobs: Iterable<Job> | AsyncIterable<Job>,
  options: RunBulkOptions<Job, Result>,
): AsyncGenerator<BulkOutcome<Result>, void, undefined> {
  options.signal?.throwIfAborted()
  const run = createRun(jobs, options)
  try {
    for (let outcome = await run.next(); outcome; outcome = await run.next()) yield outcome
  } finally {
    await run.close()
  }
}

function refuse(problem: string): never {
  throw new TabbyRequestError(`runBulk: ${problem}`)
}

function checkJobs(jobs: unknown): void {
  const isIterable =
    typeof jobs === 'object' && jobs !== null && (Symbol.asyncIterator in jobs || Symbol.iterator in jobs)
  if (!isIterable) refuse('the jobs must be an iterable or async iterable of objects with an id')
}

function checkOptions(options: Partial<Record<keyof RunBulkOptions<BulkJob, unknown>, unknown>>): void {
  if (typeof options !== 'object' || options === null) {
    refuse('the options must be an object with run, concurrency and store')
  }
  const { run, concurrency, store, maxErrors, onProgress } = options
  if (typeof run !== 'function') refuse('run must be a function that makes the call of a job')
  if (!Number.isSafeInteger(concurrency) || (concurrency as number) < 1) {
    refuse('concurrency must be a whole number, 1 or greater')
  }
  const { has, add } = (store ?? {}) as Partial<Record<'has' | 'add', unknown>>
  if (typeof has !== 'function' || typeof add !== 'function') {
    refuse('store must have the functions has and add, such as the store of createFileStore')
  }
  if (maxErrors !== undefined && (!Number.isSafeInteger(maxErrors) || (maxErrors as number) < 0)) {
    refuse('maxErrors must be a whole number, 0 or greater')
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('onProgress must be a function')
}

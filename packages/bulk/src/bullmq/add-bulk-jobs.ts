import type { Queue } from 'bullmq'
import type { BatchRequest } from '../batch-request.js'
import { checkId } from '../open-input.js'
import { checkRun, toQueueId } from './job-ids.js'
import { toRedisError } from './to-redis-error.js'

/** How many jobs are sent to Redis at once. */
const batchSize = 500
/** How often a job is tried whose failure is its own and may pass. */
const attempts = 3

/**
 * Adds the requests of a run to a queue. Adding a run again adds only what is missing, so a program that was killed while
 * it added simply does it again.
 *
 * Jobs hold url, body and columns in plain text, and never a key. They stay in Redis when they are done, so that they are
 * not run again: remove a run with `queue.obliterate()` when you have its results.
 *
 * @param queue - A queue of BullMQ.
 * @param run - The name of the run: letters, digits and underscores.
 * @param jobs - The requests, such as those of `readBatchRequests`. They are read in batches of 500.
 * @returns How many requests the run has, those that were there before included.
 * @throws TabbyRequestError when the name or an id is not valid, two requests have the same id, or Redis cannot keep them.
 *
 * @example
 * ```ts no-run (needs Redis)
 * import { addBulkJobs } from '@tabby/bulk/bullmq'
 * import { Queue } from 'bullmq'
 *
 * const queue = new Queue('gpu', { connection: { url: 'redis://127.0.0.1:6379' } })
 * const body = { messages: [{ role: 'user', content: 'Say hello' }] }
 * console.log(await addBulkJobs(queue, 'night', [{ id: 'a', url: '/v1/chat/completions', body }]))
 * await queue.close()
 * ```
 */
export async function addBulkJobs(
  queue: Queue,
  run: string,
  jobs: Iterable<BatchRequest> | AsyncIterable<BatchRequest>,
): Promise<number> {
  checkRun(run)
  const ids = new Set<string>()
  let batch: BatchRequest[] = []
  const add = async () => {
    const added = batch.map(({ id, ...data }) => ({
      name: run,
      data,
      opts: { jobId: toQueueId(run, id), attempts, backoff: { type: 'exponential', delay: 1000 } },
    }))
    batch = []
    try {
      await queue.addBulk(added)
    } catch (error) {
      throw toRedisError('addBulkJobs', error)
    }
  }
  for await (const job of jobs) {
    checkId('addBulkJobs', job, ids)
    batch.push(job)
    if (batch.length >= batchSize) await add()
  }
  if (batch.length > 0) await add()
  return ids.size
}

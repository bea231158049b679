import type { Queue } from 'bullmq'
import { checkRun } from './job-ids.js'
import { listRunIds } from './list-run-ids.js'

/** How far a run in a queue is. */
export interface BulkQueueProgress {
  /** Jobs that are done. */
  readonly done: number
  /** Jobs that failed. */
  readonly failed: number
  /** Jobs that a worker runs now. */
  readonly running: number
  /** Jobs that no worker has taken, those that are tried again later included. */
  readonly waiting: number
}

/**
 * Counts the jobs of a run in a queue, by their ids.
 *
 * @param queue - A queue of BullMQ.
 * @param run - The name of the run.
 * @returns How many jobs are done, failed, running and waiting.
 * @throws TabbyRequestError when the name is not valid.
 *
 * @example
 * ```ts no-run (needs Redis)
 * import { getBulkProgress } from '@tabby/bulk/bullmq'
 * import { Queue } from 'bullmq'
 *
 * const queue = new Queue('gpu', { connection: { url: 'redis://127.0.0.1:6379' } })
 * const { done, failed, running, waiting } = await getBulkProgress(queue, 'night')
 * console.log(`${done} done, ${failed} failed, ${running + waiting} left`)
 * await queue.close()
 * ```
 */
export async function getBulkProgress(queue: Queue, run: string): Promise<BulkQueueProgress> {
  checkRun(run)
  const count = async (...types: Parameters<typeof listRunIds>[2]) => {
    let sum = 0
    for await (const ids of listRunIds(queue, run, types)) sum += ids.length
    return sum
  }
  const [done, failed, running, waiting] = await Promise.all([
    count('completed'),
    count('failed'),
    count('active'),
    count('wait', 'delayed', 'prioritized'),
  ])
  return { done, failed, running, waiting }
}

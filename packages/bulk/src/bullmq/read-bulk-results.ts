import { type AnyTabbyError, TabbyError, type TabbyErrorCode } from '@tabby/core'
import type { Job, Queue } from 'bullmq'
import type { BulkOutcome } from '../bulk-job.js'
import { checkRun, fromQueueId } from './job-ids.js'
import { listRunIds } from './list-run-ids.js'

/** How many jobs are read at once, with their results. */
const pageSize = 50

/**
 * Reads what became of the jobs of a run that are finished, to move it out of Redis into a store.
 *
 * It reads what is there and ends. It may be called while workers run, and again later: pass over what your store has.
 *
 * @param queue - A queue of BullMQ.
 * @param run - The name of the run.
 * @returns The outcomes: the result that the worker left in Redis, which is `undefined` if it has a store of its own, or
 *   the error.
 * @throws TabbyRequestError when the name is not valid.
 *
 * @example
 * ```ts no-run (needs Redis)
 * import { readBulkResults } from '@tabby/bulk/bullmq'
 * import { createFileStore } from '@tabby/bulk/node'
 * import { Queue } from 'bullmq'
 *
 * const queue = new Queue('gpu', { connection: { url: 'redis://127.0.0.1:6379' } })
 * await using store = await createFileStore('night.jsonl')
 * for await (const outcome of readBulkResults(queue, 'night')) {
 *   if (!store.has(outcome.id)) await store.add(outcome)
 * }
 * await queue.close()
 * ```
 */
export async function* readBulkResults(
  queue: Queue,
  run: string,
): AsyncGenerator<BulkOutcome<unknown>, void, undefined> {
  checkRun(run)
  for (const state of ['completed', 'failed'] as const) {
    for await (const ids of listRunIds(queue, run, [state])) {
      for (let start = 0; start < ids.length; start += pageSize) {
        const jobs = await Promise.all(ids.slice(start, start + pageSize).map((id) => queue.getJob(id)))
        for (const job of jobs) if (job?.id !== undefined) yield toOutcome(job as Job, job.id, state)
      }
    }
  }
}

function toOutcome(
  { failedReason, returnvalue, data }: Job,
  queueId: string,
  state: 'completed' | 'failed',
): BulkOutcome<unknown> {
  const { columns } = (data ?? {}) as { readonly columns?: Record<string, string> }
  const shared = { id: fromQueueId(queueId), ...(columns && { columns }) }
  if (state === 'completed') return { ...shared, result: returnvalue as unknown }
  const [, code, message] = /^([a-z_]+): ([^]*)$/.exec(failedReason ?? '') ?? []
  // BullMQ has words of its own for a job whose workers died.
  const error = new TabbyError((code ?? 'tool_failed') as TabbyErrorCode, message ?? `${failedReason}`)
  return { ...shared, error: error as AnyTabbyError }
}

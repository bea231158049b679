import { Queue } from 'bullmq'
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest'
import { createBulkWorker, getBulkProgress } from '../src/bullmq/index.js'
import { type StartedRedis, startRedis } from './start-redis.js'

/** Starts Redis for the tests of a file, each of which opens a queue of its own. */
export function useQueue() {
  let redis: StartedRedis
  let queue: Queue
  let count = 0
  beforeAll(async () => void (redis = await startRedis()))
  afterAll(() => redis.stop())
  return {
    getRedis: () => redis,
    openQueue() {
      queue = new Queue(`gpu-${count++}`, { connection: redis.connection })
      queue.on('error', () => undefined)
      const opened = queue
      onTestFinished(() => opened.close())
      return opened
    },
    /** Starts a worker of the queue that was opened last. */
    work(client: Parameters<typeof createBulkWorker>[1], options: object = {}) {
      const worker = createBulkWorker(queue.name, client, { connection: redis.connection, concurrency: 4, ...options })
      onTestFinished(() => worker.close())
      return worker
    },
    waitFor: (run: string, expected: object) =>
      vi.waitFor(async () => expect(await getBulkProgress(queue, run)).toMatchObject(expected), {
        timeout: 30_000,
        interval: 30,
      }),
  }
}

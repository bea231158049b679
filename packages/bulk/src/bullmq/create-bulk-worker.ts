import { type AnyTabbyError, isTabbyError, requestJson, type TabbyClient, TabbyRequestError } from '@tabby/core'
import { type ConnectionOptions, RateLimitError, UnrecoverableError, Worker } from 'bullmq'
import type { BatchRequest } from '../batch-request.js'
import type { BulkStore } from '../bulk-job.js'
import { judgeFailure } from '../judge-failure.js'
import { runBatchRequest } from '../run-batch-request.js'
import { toJobError } from '../to-job-error.js'
import { fromQueueId } from './job-ids.js'

/** How a worker works. */
export interface BulkWorkerOptions {
  /** Where Redis is, such as `{ url: 'redis://127.0.0.1:6379' }`. */
  readonly connection: ConnectionOptions
  /** How many jobs run at the same time, 1 or more: what the server, or all servers of the pool together, can do. */
  readonly concurrency: number
  /**
   * Makes the call of a job; default `runBatchRequest`. The signal is aborted when the worker is closed with force.
   */
  readonly run?:
    | ((
        client: TabbyClient,
        request: BatchRequest,
        options: { readonly signal: AbortSignal | undefined },
      ) => Promise<unknown>)
    | undefined
  /** Keeps results outside of Redis, for large ones: Redis is memory. A job is done when the store has its result. */
  readonly store?: BulkStore<unknown> | undefined
  /** After how many milliseconds the jobs of a worker that died are taken by another one. Default 30,000. */
  readonly takeOver?: number | undefined
}

/** A worker that runs. */
export interface BulkWorker extends AsyncDisposable {
  /** The worker of BullMQ, for its events. */
  readonly worker: Worker
  /** Resolves when the worker has ended: with the error that ended it, or `undefined` after `close`. */
  readonly ended: Promise<AnyTabbyError | undefined>
  /** Takes no more jobs, and resolves when those that run are done. */
  close(): Promise<void>
  /** The same as `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>
}

/** Waits while the server is away: they double from the first to the last. In milliseconds. */
const firstRest = 250
const lastRest = 30_000
/** How often a job may be taken from a worker that died: it may be what kills them. */
const maxStalledCount = 3
/** How often a job may be begun whose server is away afterwards, before that costs attempts: it may be the reason. */
const maxStarts = 10

/**
 * Starts a worker that takes jobs of a queue and sends them to a server, or to several as a pool. Start as many as you
 * like, on as many machines.
 *
 * `POST /v1/chat/completions`, `POST /v1/completions` or `POST /v1/embeddings`, as each job says. What fails is told
 * apart as by `runBulk`, and a job that finds no server goes back without having lost an attempt. While the server is away
 * or has no model, this worker alone rests, because the servers of others may be well; `GET /health` tells when it is
 * back. After a 429, which a gateway sends for all of its clients, the whole queue rests. A prompt that cannot work fails at
 * once. A key that is refused and a store that cannot keep a result end this worker, and its jobs go to the others.
 *
 * Jobs of a worker that was killed are taken over, so a job is run at least once.
 *
 * @param name - The name of the queue.
 * @param client - A client, or a pool. Its key is never written to Redis.
 * @param options - Where Redis is, how many jobs run at a time, and where results are kept.
 * @returns The worker. Close it, or use `await using`.
 * @throws TabbyRequestError when `concurrency` or `takeOver` is not valid.
 *
 * @example
 * ```ts no-run (needs Redis)
 * import { createBulkWorker } from '@tabby/bulk/bullmq'
 * import { createTabbyClient } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const connection = { url: 'redis://127.0.0.1:6379' }
 * await using worker = createBulkWorker('gpu', client, { connection, concurrency: 8 })
 * const error = await worker.ended
 * if (error) console.error(error.message)
 * ```
 */
export function createBulkWorker(name: string, client: TabbyClient, options: BulkWorkerOptions): BulkWorker {
  const { connection, concurrency, run = runBatchRequest, store, takeOver = 30_000 } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new TabbyRequestError('createBulkWorker: concurrency must be a whole number, 1 or greater')
  }
  if (!Number.isSafeInteger(takeOver) || takeOver < 1) {
    throw new TabbyRequestError('createBulkWorker: takeOver must be a whole number of milliseconds, 1 or greater')
  }
  const closed = new AbortController()
  let rests = 0
  let isResting = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let closing: Promise<void> | undefined
  let end!: (error: AnyTabbyError | undefined) => void
  const ended = new Promise<AnyTabbyError | undefined>((resolve) => (end = resolve))

  const isAway = async (): Promise<boolean> => {
    try {
      await requestJson(client, { path: '/health', operation: 'probe', access: 'none', signal: closed.signal })
      return false
    } catch (error) {
      return isTabbyError(error) && ['wait', 'broken'].includes(judgeFailure(error))
    }
  }
  const wake = () => {
    timer = setTimeout(
      async () => {
        const isStillAway = await isAway()
        if (closing) return
        if (isStillAway) return wake()
        isResting = false
        worker.resume()
      },
      Math.min(lastRest, firstRest * 2 ** rests++),
    )
  }
  const rest = async () => {
    if (isResting || closing) return
    isResting = true
    wake()
    await worker.pause(true)
  }
  const close = (error?: AnyTabbyError) => {
    closing ??= (async () => {
      clearTimeout(timer)
      closed.abort()
      await worker.close()
      end(error)
    })()
    return closing
  }

  const stop = async (error: AnyTabbyError): Promise<never> => {
    await worker.pause(true)
    // Not awaited: it waits for this job to go back.
    void close(error)
    throw new RateLimitError()
  }
  const fail = async (thrown: unknown, starts: number): Promise<never> => {
    const error = toJobError(thrown)
    const { retryAfter } = error as { readonly retryAfter?: number | undefined }
    switch (judgeFailure(error)) {
      case 'stop':
        return stop(error)
      case 'wait':
        if (error.code === 'rate_limit_exceeded') await worker.rateLimit(Math.max(firstRest, retryAfter ?? 1000))
        else await rest()
        throw new RateLimitError()
      case 'broken':
        await rest()
        // Also the proxy of a server that is down answers so: such a job has lost nothing.
        if (starts < maxStarts && (await isAway())) throw new RateLimitError()
        throw new Error(toReason(error))
      case 'again':
        throw new Error(toReason(error))
      default:
        throw new UnrecoverableError(toReason(error))
    }
  }

  const keeps = async (id: string): Promise<boolean> => {
    try {
      return (await store?.has(id)) ?? false
    } catch (error) {
      return stop(toStoreError(error))
    }
  }

  const worker: Worker = new Worker(
    name,
    async ({ id: queueId, data, attemptsStarted }, _token, signal) => {
      const id = fromQueueId(queueId ?? '')
      if (await keeps(id)) return undefined
      const request = { ...(data as BatchRequest), id }
      let result: unknown
      try {
        result = await run(client, request, { signal })
        rests = 0
      } catch (error) {
        return fail(error, attemptsStarted)
      }
      if (!store) return result
      // A worker that lost this job may have finished it meanwhile.
      if (await keeps(id)) return undefined
      try {
        await store.add({ id, result, ...(request.columns && { columns: request.columns }) })
      } catch (error) {
        return stop(toStoreError(error))
      }
      return undefined
    },
    {
      connection,
      concurrency,
      lockDuration: takeOver,
      stalledInterval: takeOver,
      maxStalledCount,
    },
  )
  // Without a listener an event of this name ends the process; BullMQ connects again by itself.
  worker.on('error', () => undefined)
  const closeQuietly = () => close()
  return { worker, ended, close: closeQuietly, [Symbol.asyncDispose]: closeQuietly }
}

/** Every other job would be generated in vain, too. */
function toStoreError(error: unknown): AnyTabbyError {
  if (isTabbyError(error)) return error
  const name = error instanceof Error ? error.name : typeof error
  return new TabbyRequestError(`createBulkWorker: the store threw: ${name}`)
}

/** An error as Redis keeps it: its code and its message, which hold no key and no prompt. */
const toReason = ({ code, message }: AnyTabbyError): string => `${code}: ${message}`

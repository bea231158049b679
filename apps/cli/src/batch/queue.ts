import type { BatchProblem, BatchRequest } from '@tabby/bulk'
import type * as bullmq from '@tabby/bulk/bullmq'
import { createFileStore } from '@tabby/bulk/node'
import type { Queue } from 'bullmq'
import { InterruptedError, RefusedError, UsageError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import type { BatchServerFlags, InputFlags } from './batch-flags.js'
import { checkRequests, describeProblems, refuseProblems } from './check-requests.js'
import { openBatchClient } from './open-batch-client.js'
import { openRequests, type Requests } from './open-requests.js'

interface QueueFlags {
  redis: string
  queue: string
  json?: boolean
}

/** Flags of `tabby batch submit`. */
export interface SubmitFlags extends InputFlags, QueueFlags {
  run: string
}

/** Flags of `tabby batch worker`. */
export interface WorkerFlags extends BatchServerFlags, QueueFlags {
  parallel: number
}

/** Flags of `tabby batch status`. */
export interface StatusFlags extends QueueFlags {
  run: string
  out?: string
}

/** Adds the requests of a file to a queue. */
export async function submitRequests(file: string | undefined, flags: SubmitFlags, terminal: Terminal): Promise<void> {
  const requests = await openRequests(file, flags)
  const checked = await checkRequests(requests)
  if (!flags.skipInvalid) refuseProblems(checked)
  await withQueue(flags, async (queue, { addBulkJobs }) => {
    const count = await addBulkJobs(queue, flags.run, untilInterrupted(requests, terminal.interrupted))
    await print(terminal, flags, { run: flags.run, count, problems: checked.problems }, [
      ...describeSkipped(checked.problems),
      `${count} requests are in the run ${flags.run} of the queue ${flags.queue}`,
    ])
  })
}

/** The requests; Ctrl-C ends the command, and what was added stays. */
async function* untilInterrupted(requests: Requests, signal: AbortSignal): AsyncGenerator<BatchRequest> {
  for await (const request of requests.read(() => undefined)) {
    signal.throwIfAborted()
    yield request
  }
}

const describeSkipped = (problems: readonly BatchProblem[]): string[] =>
  describeProblems(problems).map((problem) => `not added: ${problem}`)

/** Works on a queue until Ctrl-C. */
export async function runWorker(flags: WorkerFlags, terminal: Terminal): Promise<void> {
  const { client, close } = await openBatchClient(flags, terminal)
  try {
    // Fails at once if Redis cannot be reached; a worker would wait for it.
    await withQueue(flags, async () => undefined)
    const { createBulkWorker } = await import('@tabby/bulk/bullmq')
    const options = { connection: { url: flags.redis }, concurrency: flags.parallel }
    const worker = createBulkWorker(flags.queue, client, options)
    const onInterrupt = () => {
      terminal.stderr.write('finishing what runs; Ctrl-C again gives it up, and another worker takes it\n')
      void worker.close()
    }
    terminal.interrupted.addEventListener('abort', onInterrupt)
    terminal.stderr.write(`waiting for requests in the queue ${flags.queue}; Ctrl-C ends this worker\n`)
    const error = await worker.ended
    if (error) throw error
    throw new InterruptedError()
  } finally {
    await close()
  }
}

/** Shows how far a run is, and copies its results into a file. */
export async function showStatus(flags: StatusFlags, terminal: Terminal): Promise<void> {
  const { run, out } = flags
  await withQueue(flags, async (queue, { getBulkProgress, readBulkResults }) => {
    const progress = await getBulkProgress(queue, run)
    let copied = 0
    if (out !== undefined) {
      await using store = await createFileStore<unknown>(out)
      for await (const outcome of readBulkResults(queue, run)) {
        terminal.interrupted.throwIfAborted()
        if (store.has(outcome.id)) continue
        await store.add(outcome)
        copied++
      }
    }
    const { done, failed, running, waiting } = progress
    await print(terminal, flags, { run, ...progress, ...(out !== undefined && { copied }) }, [
      `${done} done · ${failed} failed · ${running} running · ${waiting} waiting`,
      ...(out === undefined ? [] : [`${copied} results were added to ${out}`]),
    ])
  })
}

async function withQueue(
  { redis, queue: name }: QueueFlags,
  work: (queue: Queue, bulk: typeof bullmq) => Promise<void>,
): Promise<void> {
  if (!URL.canParse(redis) || !/^rediss?:$/.test(new URL(redis).protocol)) {
    throw new UsageError('--redis must look like redis://127.0.0.1:6379')
  }
  // Imported only here, so that no other command waits for them.
  const [{ Queue }, bulk] = await Promise.all([import('bullmq'), import('@tabby/bulk/bullmq')])
  // A command for a person gives up at once, and does not say the address: it may have a password in it.
  const connection = { url: redis, maxRetriesPerRequest: 1, retryStrategy: () => null, connectTimeout: 5000 }
  const queue = new Queue(name, { connection })
  let failure: { code?: string } | undefined
  queue.on('error', (error) => (failure ??= error as { code?: string }))
  try {
    await queue.waitUntilReady().catch((error: { code?: string }) => {
      throw new RefusedError(`cannot reach Redis (${failure?.code ?? error.code ?? 'no response'})`)
    })
    await work(queue, bulk)
  } finally {
    await queue.close().catch(() => undefined)
  }
}

async function print(
  terminal: Terminal,
  { json }: QueueFlags,
  document: unknown,
  lines: readonly string[],
): Promise<void> {
  await writeText(terminal.stdout, `${json ? toJson(document) : lines.join('\n')}\n`)
}

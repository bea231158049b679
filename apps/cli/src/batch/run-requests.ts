import { type BatchRequest, runBulk } from '@tabby/bulk'
import { createFileStore } from '@tabby/bulk/node'
import { access } from 'node:fs/promises'
import { InterruptedError, RefusedError, UsageError } from '../failure/errors.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import type { BatchServerFlags, InputFlags } from './batch-flags.js'
import { checkRequests, describeProblems, refuseProblems } from './check-requests.js'
import { createBatchProgress, formatTime } from './create-batch-progress.js'
import { openBatchClient } from './open-batch-client.js'
import { openRequests, type Requests } from './open-requests.js'
import { createSend } from './send-request.js'

/** Flags of `tabby batch run`. */
export interface RunFlags extends InputFlags, BatchServerFlags {
  out: string
  parallel: number
  maxErrors?: number
  resume: boolean
  json?: boolean
}

/** Sends the requests of a file that its results do not have yet. */
export async function runRequests(
  file: string | undefined,
  flags: RunFlags,
  terminal: Terminal,
  { retryFailed }: { retryFailed: boolean },
): Promise<void> {
  const { json = false, out } = flags
  const requests = await openRequests(file, flags)
  const checked = await checkRequests(requests)
  if (!flags.skipInvalid) refuseProblems(checked)
  if (!flags.resume && (await exists(out)))
    throw new UsageError(`${out} exists: move it away, or leave out --no-resume`)
  if (retryFailed && !(await exists(out))) throw new UsageError(`${out} does not exist, so nothing can be tried again`)
  const { client, canLoad, close } = await openBatchClient(flags, terminal)
  try {
    await using store = await createFileStore<unknown>(out, { retryFailed })
    const progress = createBatchProgress(terminal, { total: checked.count, json })
    const { interrupted: signal } = terminal
    const send = createSend(client, { schema: requests.schema, model: flags.model, canLoad })
    let running = 0
    // Aborted when there is nothing to finish; a second Ctrl-C ends the program.
    const end = new AbortController()
    const endIdle = () => {
      if (signal.aborted && progress.last.waitingFor && running === 0) end.abort(signal.reason)
    }
    const onInterrupt = () => {
      if (running > 0) progress.note(`finishing ${running} requests; Ctrl-C again gives them up`)
      endIdle()
    }
    signal.addEventListener('abort', onInterrupt)
    try {
      const outcomes = runBulk(untilInterrupted(requests, signal), {
        async run(request, options) {
          running++
          try {
            return await send(request, options)
          } finally {
            running--
          }
        },
        concurrency: flags.parallel,
        store,
        maxErrors: flags.maxErrors,
        signal: end.signal,
        onProgress(each) {
          progress.update(each)
          endIdle()
        },
      })
      for await (const outcome of outcomes) await progress.addOutcome(outcome)
    } finally {
      signal.removeEventListener('abort', onInterrupt)
      progress.stop()
      if (signal.aborted) progress.note(`${store.size} of ${checked.count} are in ${out}: the same command goes on`)
    }
    if (signal.aborted) throw new InterruptedError()
    const { done, failed, skipped } = progress.last
    const { tokens, seconds } = progress
    const problems = describeProblems(checked.problems)
    if (json) {
      await writeText(terminal.stdout, `${toJson({ type: 'end', done, failed, skipped, tokens, seconds, problems })}\n`)
    } else {
      for (const problem of problems) progress.note(`not sent: ${problem}`)
      const before = skipped > 0 ? ` · ${skipped} were done before` : ''
      progress.note(`${done} done · ${failed} failed${before} · ${tokens} tokens in ${formatTime(seconds)} · ${out}`)
    }
    if (store.failed > 0) {
      const again = '`tabby batch retry-failed` with the same flags sends them again'
      throw new RefusedError(`${store.failed} of ${checked.count} requests failed, see error in ${out}: ${again}`)
    }
  } finally {
    await close()
  }
}

/** The requests, until Ctrl-C. */
async function* untilInterrupted(
  requests: Requests,
  signal: AbortSignal,
): AsyncGenerator<BatchRequest, void, undefined> {
  for await (const request of requests.read(() => undefined)) {
    if (signal.aborted) return
    yield request
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

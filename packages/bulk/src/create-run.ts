import { allowManyListeners, type AnyTabbyError, TabbyRequestError } from '@tabby/core'
import type { BulkJob, BulkOutcome } from './bulk-job.js'
import { createGate, settleTime } from './create-gate.js'
import { judgeFailure } from './judge-failure.js'
import { openInput } from './open-input.js'
import type { RunBulkOptions } from './run-bulk.js'
import { toJobError } from './to-job-error.js'

/** How many results may wait to be stored and read, besides those of the jobs that run. */
const maxUnread = 256
/** How often a job is tried that failed in a way that may pass. */
const maxTries = 2
/** How often a job may break the connection while others succeed, and how often at all after it was being run. */
const maxStrikes = 3
const maxBreaks = 10

/** A job, and what happened to it so far. */
interface Attempt<Job> {
  readonly job: Job
  tries: number
  strikes: number
  breaks: number
  /** How many jobs had succeeded when it broke the connection last. */
  seen: number
}

/** A run that is going on. */
interface Run<Result> {
  /** The next outcome that is stored; `undefined` at the end. One at a time. */
  next(): Promise<BulkOutcome<Result> | undefined>
  /** Ends what runs, and resolves when what was being stored is. */
  close(): Promise<void>
}

/** Starts jobs while there are any, the server takes them, and somebody reads the results. */
export function createRun<Job extends BulkJob, Result>(
  jobs: Iterable<Job> | AsyncIterable<Job>,
  options: RunBulkOptions<Job, Result>,
): Run<Result> {
  const { concurrency, store, signal, maxErrors = Infinity, onProgress } = options
  const controller = new AbortController()
  allowManyListeners(controller.signal)
  const counts = { done: 0, failed: 0, skipped: 0, running: 0 }
  let errors = 0
  const storing = new Set<Promise<void>>()
  const unread: BulkOutcome<Result>[] = []
  const again: Attempt<Job>[] = []
  /** Jobs that broke the connection twice. They run alone, at the end, so that no other suffers with them. */
  const suspects: Attempt<Job>[] = []
  let waiter:
    { resolve: (outcome: BulkOutcome<Result> | undefined) => void; reject: (error: unknown) => void } | undefined
  let failure: { readonly error: unknown } | undefined
  /** Whether nothing that still happens matters. */
  let isOver = false

  const report = () => {
    try {
      onProgress?.({ ...counts, waitingFor: gate.reason })
    } catch (error) {
      fail(error)
    }
  }
  const gate = createGate(() => {
    report()
    pump()
  })
  const input = openInput(jobs, store, {
    onSkip: () => void counts.skipped++,
    onChange: () => {
      // What was passed over at the end has not been reported yet.
      if (input.isDone) report()
      pump()
    },
    onFailure: (error) => fail(error),
  })

  /** Ends the run when what runs has ended. */
  const fail = (error: unknown) => {
    failure ??= { error }
    gate.stop()
    pump()
  }
  /** Ends the run at once. */
  const giveUp = (error: unknown) => {
    isOver = true
    controller.abort(error)
    fail(error)
  }
  const onAbort = () => giveUp(signal?.reason)
  if (signal) {
    allowManyListeners(signal)
    signal.addEventListener('abort', onAbort)
  }

  const keep = (outcome: BulkOutcome<Result>) => {
    // At once, so that no other job starts while the last one is being stored.
    if (outcome.error && ++errors > maxErrors) fail(toTooManyError(errors, outcome.error))
    const stored = store.add(outcome).then(
      () => {
        storing.delete(stored)
        unread.push(outcome)
        if (outcome.error) counts.failed++
        else counts.done++
        report()
        pump()
      },
      (error: unknown) => {
        storing.delete(stored)
        giveUp(error)
      },
    )
    storing.add(stored)
  }

  const endWith = ({ job: { id, columns } }: Attempt<Job>, end: { result: Result } | { error: AnyTabbyError }) =>
    keep({ id, ...end, ...(columns && { columns }) } as BulkOutcome<Result>)

  const handleFailure = (attempt: Attempt<Job>, error: AnyTabbyError, epoch: number, time: number) => {
    const verdict = judgeFailure(error)
    if (verdict === 'stop') return fail(error)
    if (verdict === 'job') endWith(attempt, { error })
    else if (verdict === 'wait') again.push(attempt)
    else if (verdict === 'again') {
      if (++attempt.tries < maxTries) again.push(attempt)
      else endWith(attempt, { error })
    } else {
      // A proxy or a tunnel in front of a server that is down breaks at once, for as long as it is.
      if (time >= settleTime) attempt.breaks++
      // A server that is down breaks every connection. Only one that works for others says something about the job.
      if (counts.done > attempt.seen) attempt.strikes++
      attempt.seen = counts.done
      if (attempt.strikes >= maxStrikes || attempt.breaks >= maxBreaks) endWith(attempt, { error })
      else (attempt.strikes >= maxStrikes - 1 ? suspects : again).push(attempt)
    }
    if (verdict === 'wait' || verdict === 'broken') gate.close(error, epoch)
    else gate.open(epoch)
  }

  const start = async (attempt: Attempt<Job>) => {
    const { epoch } = gate
    const begin = performance.now()
    gate.noteStart()
    counts.running++
    try {
      const result = await options.run(attempt.job, { signal: controller.signal })
      counts.running--
      if (isOver) return
      endWith(attempt, { result })
      gate.open(epoch)
    } catch (error) {
      counts.running--
      if (isOver) return
      handleFailure(attempt, toJobError(error), epoch, performance.now() - begin)
    }
    pump()
  }

  const take = (): Attempt<Job> | undefined => {
    // While nobody knows whether the server works, a job that has harmed nobody is tried before one that may have.
    const job = gate.isOpen && again.length > 0 ? undefined : input.take()
    if (job) return { job, tries: 0, strikes: 0, breaks: 0, seen: 0 }
    if (gate.isOpen || input.isDone) return again.shift() ?? takeSuspect()
    return undefined
  }
  const takeSuspect = () => (input.isDone && counts.running === 0 ? suspects.shift() : undefined)

  const pump = () => {
    while (!failure && counts.running < concurrency && gate.allows()) {
      if (counts.running + storing.size + unread.length >= concurrency + maxUnread) break
      const attempt = take()
      if (!attempt) break
      void start(attempt)
    }
    if (!waiter) return
    const { resolve, reject } = waiter
    const isIdle = counts.running === 0 && storing.size === 0
    if (isOver) reject(failure?.error)
    else if (unread.length > 0) resolve(unread.shift())
    else if (failure && isIdle) reject(failure.error)
    else if (isIdle && input.isDone && again.length + suspects.length === 0) resolve(undefined)
    else return
    waiter = undefined
  }

  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiter = { resolve, reject }
        pump()
      }),
    async close() {
      isOver = true
      failure ??= { error: undefined }
      gate.stop()
      signal?.removeEventListener('abort', onAbort)
      controller.abort()
      await Promise.all(storing)
      await input.close()
    },
  }
}

function toTooManyError(failed: number, last: AnyTabbyError | undefined): TabbyRequestError {
  return new TabbyRequestError(
    `runBulk: the run was ended because ${failed} jobs failed, the last one: ${last?.message}`,
  )
}

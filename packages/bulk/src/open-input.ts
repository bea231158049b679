import { TabbyRequestError } from '@tabby/core'
import type { BulkJob, BulkStore } from './bulk-job.js'

/** The jobs of a run that are not finished, read one at a time. */
interface Input<Job> {
  /** Whether all were taken. */
  readonly isDone: boolean
  /** The next job if it is there; otherwise reads it, and `onChange` says when it is. */
  take(): Job | undefined
  close(): Promise<void>
}

/** Reads jobs, and passes over those that the store knows. */
export function openInput<Job extends BulkJob>(
  jobs: Iterable<Job> | AsyncIterable<Job>,
  store: Pick<BulkStore<unknown>, 'has'>,
  events: { onSkip: () => void; onChange: () => void; onFailure: (error: unknown) => void },
): Input<Job> {
  const iterator = Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]()
  const ids = new Set<string>()
  let next: Job | undefined
  let isRead = false
  /** Stays true when reading has failed. */
  let isReading = false
  let isClosed = false

  const read = async () => {
    while (!isClosed) {
      const { done, value } = await iterator.next()
      if (done) {
        isRead = true
        return
      }
      checkId('runBulk', value, ids)
      if (await store.has(value.id)) events.onSkip()
      else {
        next = value
        return
      }
    }
  }

  return {
    get isDone() {
      return isRead && next === undefined
    },
    take() {
      const job = next
      next = undefined
      if (!isRead && !isReading && job === undefined) {
        isReading = true
        read().then(() => {
          isReading = false
          events.onChange()
        }, events.onFailure)
      }
      return job
    },
    async close() {
      isClosed = true
      // A generator that is being read ends only after that, which may be never.
      if (!isRead && !isReading) await iterator.return?.()
    },
  }
}

/**
 * Notes the id of a job.
 *
 * @throws TabbyRequestError when it has none, or that of an earlier one.
 */
export function checkId(caller: string, job: unknown, ids: Set<string>): void {
  const { id } = (job ?? {}) as { readonly id?: unknown }
  const position = ids.size + 1
  if (typeof id !== 'string' || id === '') {
    throw new TabbyRequestError(
      `${caller}: job ${position} has no id: each job needs an id, a string that is not empty`,
    )
  }
  if (ids.has(id)) {
    throw new TabbyRequestError(`${caller}: job ${position} has the id of an earlier job: ${id.slice(0, 100)}`)
  }
  ids.add(id)
}

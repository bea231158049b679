import { TabbyRequestError } from '@tabby/core'

/**
 * Checks the name of a run. Without a dash, one name is never the beginning of another one's ids.
 *
 * @throws TabbyRequestError
 */
export function checkRun(run: unknown): asserts run is string {
  if (typeof run === 'string' && /^\w+$/.test(run)) return
  throw new TabbyRequestError('The name of a run must have letters, digits and underscores alone')
}

/**
 * The id of a job in its queue. BullMQ takes no colon and no number.
 *
 * @throws TabbyRequestError when half of a character is in it, which Redis would not keep.
 */
export function toQueueId(run: string, id: string): string {
  try {
    return `${run}-${encodeURIComponent(id)}`
  } catch {
    throw new TabbyRequestError('addBulkJobs: an id must be well-formed text, without half of a surrogate pair')
  }
}

/** The id that the job was added with. */
export const fromQueueId = (queueId: string): string => decodeURIComponent(queueId.slice(queueId.indexOf('-') + 1))

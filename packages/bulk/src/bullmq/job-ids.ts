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

/** The id of a job in its queue. BullMQ takes no colon and no number. */
export const toQueueId = (run: string, id: string): string => `${run}-${encodeURIComponent(id).replaceAll(':', '%3A')}`

/** The id that the job was added with. */
export const fromQueueId = (queueId: string): string => decodeURIComponent(queueId.slice(queueId.indexOf('-') + 1))

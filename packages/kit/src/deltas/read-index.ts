import { toUnreadError } from './to-unread-error.js'

/** More choices or calls than that are no answer. It keeps what a server writes from becoming a length. */
const limit = 65_536

/**
 * Reads the place of a choice or a call. Servers leave it out, or write it as a text; anything else that is not a small
 * whole number is an error, for `__proto__` and 4294967294 are places of a list too.
 */
export function readIndex(value: unknown, place: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const index = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= limit) {
    throw toUnreadError(`the index of ${place}`)
  }
  return index
}

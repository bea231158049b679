import { TabbyStreamError } from '@tabby/core'

/**
 * Makes the error for a value that is not understood. It names the place and never the value, which may hold a prompt.
 */
export function toUnreadError(place: string): TabbyStreamError {
  return new TabbyStreamError(
    'stream_error',
    `Cannot read ${place} of a chunk, because its type is unknown: the server may not be compatible`,
    {
      reason: 'invalid-event',
    },
  )
}

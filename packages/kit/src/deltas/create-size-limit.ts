import { TabbyStreamError } from '@tabby/core'

/** Counts the characters that are kept of a stream. */
export interface SizeLimit {
  /** How many there may be. */
  readonly limit: number
  /** Counts some more. Throws when there are too many. */
  readonly grow: (count: number) => void
}

/** What is kept of a stream when nobody names another limit, in characters: as much as a client reads of JSON. */
export const defaultSizeLimit = 67_108_864

/** Makes the limit of what is kept of one stream, for a server that never ends must not fill the memory. */
export function createSizeLimit(limit = defaultSizeLimit): SizeLimit {
  let size = 0
  return {
    limit,
    grow(count) {
      size += count
      if (size <= limit) return
      const message =
        `The completion is larger than maxResponseSize (${limit} characters): ` +
        'raise this option of the client, or lower max_tokens'
      throw new TabbyStreamError('invalid_response', message, { reason: 'too-large' })
    },
  }
}

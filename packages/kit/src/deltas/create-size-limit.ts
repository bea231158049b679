import { TabbyStreamError } from '@tabby/core'

/** Counts the characters that are kept of a stream. */
export interface SizeLimit {
  /** The most characters to keep. */
  readonly limit: number
  /** Counts more characters. Throws if there are too many. */
  readonly grow: (count: number) => void
}

/** The default limit, in characters: as much as a client reads of JSON. */
export const defaultSizeLimit = 67_108_864

/** Limits what is kept of one stream, because a reply that never ends must not fill memory. */
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

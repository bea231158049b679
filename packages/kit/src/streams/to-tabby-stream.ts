import { type TabbyStream, TabbyStreamError } from '@tabby/core'

/** The functions of a stream. */
export interface StreamSource<T> {
  /** Returns the next value. */
  readonly next: () => Promise<IteratorResult<T, undefined>>
  /** Closes the source of the values. */
  readonly close: () => Promise<unknown>
}

/**
 * Makes a stream from two functions. It has one reader: a second `for await` throws.
 *
 * Not a generator: one that has not been pulled yet runs nothing when it is left, so its source would stay open.
 */
export function toTabbyStream<T>({ next, close }: StreamSource<T>): TabbyStream<T> {
  let isTaken = false
  const cancel = async () => void (await close())
  return {
    next,
    cancel,
    async return() {
      await close()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      if (isTaken) {
        const message = 'A stream has one reader, and this one was read before: use teeStream or send the request again'
        throw new TabbyStreamError('stream_error', message, { reason: 'already-read' })
      }
      isTaken = true
      return this
    },
    [Symbol.asyncDispose]: cancel,
  }
}

import { type TabbyStream, TabbyStreamError } from '@tabby/core'

/** Makes a stream of two functions: one gives the next piece, the other closes what the pieces come from. */
export function toTabbyStream<T>(
  next: () => Promise<IteratorResult<T, undefined>>,
  close: () => Promise<unknown>,
): TabbyStream<T> {
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
      if (isTaken) throw new TabbyStreamError('stream_error', 'A stream has one reader', { reason: 'already-read' })
      isTaken = true
      return this
    },
    [Symbol.asyncDispose]: cancel,
  }
}

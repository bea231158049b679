/**
 * A response that arrives in chunks. It can be read only once, and reads from the network only when you ask for the
 * next chunk, so a slow consumer holds the server back instead of filling memory.
 *
 * Leaving a `for await` loop (`break`, `return`, `throw`), `cancel()`, the call's signal and `await using` all close
 * the connection, and the server then stops generating. Cancel a stream that you never read.
 *
 * It is an `AsyncIterableIterator` but does not extend it: that would cost a consumer's compiler 9 instantiations for
 * each type of chunk.
 */
export interface TabbyStream<T> {
  /** Closes the connection. The stream then ends without an error. */
  cancel(): Promise<void>
  /** Returns the next chunk. */
  next(): Promise<IteratorResult<T, undefined>>
  /** Closes the connection; `for await` calls it on `break`. */
  return(): Promise<IteratorReturnResult<undefined>>
  /** Returns the stream itself, once. A second call throws, because a stream can be read only once. */
  [Symbol.asyncIterator](): TabbyStream<T>
  /** Closes the connection at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>
}

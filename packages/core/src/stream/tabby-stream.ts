/**
 * An answer that arrives in pieces. It has one reader, and reads from the network only when asked for a piece, so a
 * slow consumer holds the server back instead of filling memory.
 *
 * Leaving a `for await` loop (`break`, `return`, `throw`), `cancel()`, the call's signal and `await using` all close
 * the connection, at which the server stops to generate. A stream that is never read has to be cancelled.
 *
 * It is an `AsyncIterableIterator`, and does not say so by `extends`, which costs a consumer's compiler 9
 * instantiations for each type of piece.
 */
export interface TabbyStream<T> {
  /** Closes the connection. The stream then ends without an error. */
  cancel(): Promise<void>
  /** The next piece. */
  next(): Promise<IteratorResult<T, undefined>>
  /** Closes the connection; `for await` calls it on `break`. */
  return(): Promise<IteratorReturnResult<undefined>>
  /** The stream itself, once. A second call throws: a stream has one reader. */
  [Symbol.asyncIterator](): TabbyStream<T>
  /** Closes the connection at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>
}

import { TabbyRequestError } from '@tabby/core'

/**
 * Refuses what is not a stream, before it is read.
 *
 * @param name - The function that received it, for the error.
 * @throws TabbyRequestError that says what was passed instead, if that is a common mistake.
 */
export function requireStream(name: string, stream: unknown): void {
  const given = (stream ?? {}) as Partial<Record<PropertyKey, unknown>>
  if (typeof given[Symbol.asyncIterator] === 'function') return
  const mistake =
    typeof given['then'] === 'function'
      ? 'it is a promise, so await it first'
      : typeof given['getReader'] === 'function'
        ? 'this runtime cannot iterate over a ReadableStream, so pass it through readWebStream of @tabby/chat first'
        : 'pass the stream that the function for the request resolved with'
  throw new TabbyRequestError(`${name}: the first argument must be a stream of chunks: ${mistake}`)
}

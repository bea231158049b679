import type { TabbyStream } from '../stream/tabby-stream.js'

/**
 * A value that grows. Each chunk is the value as far as the model has written it, a separate copy, before the schema
 * has checked it. At the end the schema checks the whole value, and the loop throws if it does not match.
 */
export interface TabbyObjectStream<Partial, Result> extends TabbyStream<Partial> {
  /** What was removed from the JSON schema, and what the server may ignore in it. Empty for most schemas. */
  readonly notes: readonly string[]
  /**
   * Reads to the end and returns the checked value. It can be called after a loop, or instead of one.
   *
   * @throws What the loop would throw, and TabbyObjectError with the reason `interrupted` when the stream was left.
   */
  collect(): Promise<Result>
  /** Returns the stream itself, once. A second call throws, because a stream can be read only once. */
  [Symbol.asyncIterator](): TabbyObjectStream<Partial, Result>
}

/**
 * Where the JSON of a reply was found.
 *
 * - `whole`: the whole reply is JSON, as it is if the server applied the schema
 * - `fence`: in a code fence; the server did not apply the schema
 * - `after-reasoning`: after reasoning that the server left in the text, because its model has no reasoning parser
 */
export type JsonPlace = 'whole' | 'fence' | 'after-reasoning'

import type { TabbyStream } from '../stream/tabby-stream.js'
import { createJsonFinder } from './create-json-finder.js'
import { createPartialReader } from './create-partial-reader.js'
import { toObjectError } from './to-object-error.js'

/**
 * A value that grows. Each piece is the value as far as it is written, a copy of its own, before the schema has seen
 * it. When it is whole the schema checks it, and the loop throws when it does not fit.
 */
export interface TabbyObjectStream<Partial, Result> extends TabbyStream<Partial> {
  /** What was left out of the JSON schema, and what the server may ignore of it. Empty for most schemas. */
  readonly notes: readonly string[]
  /**
   * Reads on to the end and gives the checked value. It can be called after a loop, or instead of one.
   *
   * @throws What the loop would throw, and TabbyObjectError with the reason `interrupted` when the stream was left.
   */
  collect(): Promise<Result>
  /** The stream itself, once. A second call throws: a stream has one reader. */
  [Symbol.asyncIterator](): TabbyObjectStream<Partial, Result>
}

/** How a value is read from the pieces of an answer. */
export interface ObjectStreamSource<Chunk, Result> {
  /** The pieces of the answer. */
  readonly stream: TabbyStream<Chunk>
  /** The text that a piece adds, if any. */
  readonly readText: (chunk: Chunk) => string | null | undefined
  /** Makes the checked value of the whole answer; `partial` is what was shown last. */
  readonly finish: (partial: unknown) => Promise<Result>
  /** The notes of `toObjectBody`, for the reader of the stream. */
  readonly notes?: readonly string[]
}

/**
 * Shows a value while it is written, for packages that stream one.
 *
 * Makes no requests. Reasoning in the text, and a code fence that the reply begins with, are passed over.
 *
 * @param source - The pieces of an answer, and how to read them.
 * @returns The value as it grows. Leaving the loop closes the connection.
 * @throws TabbyObjectError while it is read, as soon as the text cannot become JSON any more, and what `finish` throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient, openObjectStream, readObject, requestStream, type ToolCall } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const body = { prompt: 'A person:', max_tokens: 100, json_schema: { type: 'object' }, stream: true }
 * let text = ''
 * const objects = openObjectStream({
 *   stream: await requestStream<{ choices: { text: string }[] }>(client, { path: '/v1/completions', body }),
 *   readText: ({ choices }) => ((text += choices[0]!.text), choices[0]!.text),
 *   finish: (partial) => readObject({ text, finish_reason: 'stop', partial }),
 * })
 * for await (const object of objects) console.log(object)
 * console.log(await objects.collect())
 * ```
 */
export function openObjectStream<Chunk, Partial, Result>({
  stream,
  readText,
  finish,
  notes = [],
}: ObjectStreamSource<Chunk, Result>): TabbyObjectStream<Partial, Result> {
  const find = createJsonFinder()
  const parse = createPartialReader()
  let text = ''
  let partial: unknown
  let isLeft = false
  let result: Promise<Result> | undefined

  const read = async (): Promise<IteratorResult<Partial, undefined>> => {
    for (;;) {
      const { done, value: chunk } = await stream.next()
      if (done) {
        if (!isLeft) await (result ??= finish(partial))
        return { done, value: undefined }
      }
      const piece = readText(chunk) ?? ''
      text += piece
      try {
        const value = parse(find(piece))
        if (value !== undefined) return { done: false, value: (partial = value) as Partial }
      } catch (error) {
        await leave()
        throw toObjectError(error instanceof RangeError ? 'too-deep' : 'invalid-json', { text, partial })
      }
    }
  }
  const next = () =>
    read().catch((error: unknown) => {
      // What is collected later fails with the same error.
      finish = () => {
        throw error
      }
      throw error
    })
  const leave = () => {
    isLeft = true
    return stream.return()
  }
  return {
    ...stream,
    notes,
    next,
    return: leave,
    cancel: leave as () => Promise<unknown> as () => Promise<void>,
    [Symbol.asyncDispose]: leave as () => Promise<unknown> as () => Promise<void>,
    async collect() {
      while (!(await next()).done);
      return (result ??= finish(partial))
    },
  } as TabbyObjectStream<Partial, Result>
}

import type { TabbyObjectStream, TabbyStream } from '@tabby/core'
import { toTabbyStream } from '../streams/to-tabby-stream.js'
import { createJsonFinder } from './create-json-finder.js'
import { createPartialReader } from './create-partial-reader.js'
import { toObjectError } from './to-object-error.js'

/** Options of `openObjectStream`. */
export interface ObjectStreamSource<Chunk, Result> {
  /** The chunks of the reply. */
  readonly stream: TabbyStream<Chunk>
  /** Returns the text that a chunk adds, if any. */
  readonly readText: (chunk: Chunk) => string | null | undefined
  /** Returns the checked value of the whole reply; `partial` is the last value that was shown. */
  readonly finish: (partial: unknown) => Promise<Result>
  /** The notes of `toObjectBody`, for the reader of the stream. */
  readonly notes: readonly string[]
}

/**
 * Shows a value as the model writes it. Skips reasoning in the text, and a code fence at the beginning of the reply.
 * Leaving the loop closes the connection.
 *
 * @throws TabbyObjectError while it is read, as soon as the text can no longer become JSON, and what `finish` throws.
 */
export function openObjectStream<Chunk, Partial, Result>({
  stream,
  readText,
  finish,
  notes,
}: ObjectStreamSource<Chunk, Result>): TabbyObjectStream<Partial, Result> {
  const find = createJsonFinder()
  const parse = createPartialReader()
  let text = ''
  let partial: unknown
  let isLeft = false
  let failure: { readonly error: unknown } | undefined
  let result: Promise<Result> | undefined

  const close = () => {
    isLeft = true
    return stream.return()
  }
  const getResult = (): Promise<Result> => {
    if (failure) throw failure.error
    return (result ??= finish(partial))
  }
  const read = async (): Promise<IteratorResult<Partial, undefined>> => {
    for (;;) {
      const { done, value: chunk } = await stream.next()
      if (done) {
        if (!isLeft) await getResult()
        return { done, value: undefined }
      }
      const added = readText(chunk) ?? ''
      text += added
      try {
        const value = parse(find(added))
        if (value !== undefined) return { done: false, value: (partial = value) as Partial }
      } catch (error) {
        await close()
        throw toObjectError(error instanceof RangeError ? 'too-deep' : 'invalid-json', { text, partial })
      }
    }
  }
  const next = async () => {
    try {
      return await read()
    } catch (error) {
      failure ??= { error }
      throw error
    }
  }
  const collect = async () => {
    while (!(await next()).done);
    return getResult()
  }
  return Object.assign(toTabbyStream({ next, close }), { notes, collect }) as TabbyObjectStream<Partial, Result>
}

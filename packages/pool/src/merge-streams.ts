import { TabbyRequestError, type TabbyStream } from '@tabby/core'
import { toTabbyStream } from '@tabby/kit/streams/to-tabby-stream'

/** One value of several streams, with the name of the stream that it comes from. */
export type MergedValue<Streams extends Readonly<Record<string, AsyncIterable<unknown>>>> = {
  [Name in keyof Streams & string]: {
    /** Name of the stream. */
    readonly name: Name
    /** What it sent. */
    readonly value: Streams[Name] extends AsyncIterable<infer Value> ? Value : never
  }
}[keyof Streams & string]

/**
 * Reads several streams as one: each value comes with the name of its stream, in the order of arrival.
 *
 * Nothing is read before you ask for it. At most one value of each stream is held, so memory stays bounded and a slow
 * reader holds all servers back; a fast stream does not keep a slow one waiting. It ends when all streams have ended.
 * An error of one is thrown unchanged, after the values that arrived before it, and the others are cancelled; leaving
 * cancels all of them. Makes no requests.
 *
 * @param streams - Any streams (chunks, events, text), under names of your choice.
 * @returns One stream of `{ name, value }`.
 * @throws TabbyRequestError if one of them is not a stream. While it is read: whatever one of the streams throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { readChatText, streamChatCompletion } from '@tabby/chat'
 * import { mergeStreams } from '@tabby/pool'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const messages = [{ role: 'user' as const, content: 'Say hello' }]
 * const [cool, hot] = await Promise.all([
 *   streamChatCompletion(client, { messages, temperature: 0.2 }),
 *   streamChatCompletion(client, { messages, temperature: 1.5 }),
 * ])
 * for await (const { name, value } of mergeStreams({ cool: readChatText(cool), hot: readChatText(hot) })) {
 *   console.log(`${name}: ${value}`)
 * }
 * ```
 */
export function mergeStreams<const Streams extends Readonly<Record<string, AsyncIterable<unknown>>>>(
  streams: Streams,
): TabbyStream<MergedValue<Streams>> {
  const sources = openSources(streams)
  /** Streams without a pending value: each has at most one that is requested or has arrived. */
  let idle = [...sources]
  let open = sources.length
  const arrived: (() => IteratorResult<MergedValue<Streams>, undefined> | undefined)[] = []
  let isOver = false
  let wake = () => {}
  let change = new Promise<void>((resolve) => (wake = resolve))

  const report = (outcome: (typeof arrived)[0]) => {
    arrived.push(outcome)
    wake()
    change = new Promise((resolve) => (wake = resolve))
  }
  const pull = async (source: Source) => {
    source.isPending = true
    try {
      const { done, value } = await source.iterator.next()
      source.isPending = false
      report(() => {
        if (done) {
          open--
          return undefined
        }
        idle.push(source)
        return { done: false, value: { name: source.name, value } as MergedValue<Streams> }
      })
    } catch (error) {
      report(() => {
        void close(source).catch(() => {})
        throw error
      })
    }
  }
  const close = async (failed?: Source) => {
    isOver = true
    wake()
    const left = sources.filter((source) => source !== failed)
    await Promise.all(left.map(leave))
  }
  const next = async (): Promise<IteratorResult<MergedValue<Streams>, undefined>> => {
    while (!isOver && open > 0) {
      const asked = idle
      idle = []
      for (const source of asked) void pull(source)
      const result = arrived.shift()?.()
      if (result) return result
      if (arrived.length === 0 && !isOver && open > 0) await change
    }
    return { done: true, value: undefined }
  }
  return toTabbyStream({ next, close: () => close() })
}

interface Source {
  readonly name: string
  readonly iterator: AsyncIterator<unknown>
  /** Whether it was asked for a value that has not arrived. */
  isPending: boolean
}

/** Leaves a stream. A generator ends only after the value that it was asked for, which may never come. */
async function leave({ iterator, isPending }: Source): Promise<void> {
  const left = Promise.resolve(iterator.return?.())
  if (isPending && !('cancel' in iterator)) void left.catch(() => {})
  else await left
}

/** Takes the readers of all streams; if one was read before, cancels the others. */
function openSources(streams: Readonly<Record<string, AsyncIterable<unknown>>>): Source[] {
  if (typeof streams !== 'object' || streams === null) {
    throw new TabbyRequestError('mergeStreams: the streams must be an object, such as { first: stream }')
  }
  const entries = Object.entries(streams)
  for (const [name, stream] of entries) {
    if (typeof stream?.[Symbol.asyncIterator] !== 'function') {
      throw new TabbyRequestError(`mergeStreams: ${name} must be a stream, or another async iterable`)
    }
  }
  const sources: Source[] = []
  try {
    for (const [name, stream] of entries)
      sources.push({ name, iterator: stream[Symbol.asyncIterator](), isPending: false })
  } catch (error) {
    for (const { iterator } of sources) void iterator.return?.()
    throw error
  }
  return sources
}

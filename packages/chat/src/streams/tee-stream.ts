import { TabbyRequestError, type TabbyStream } from '@tabby/core'
import { requireStream } from '@tabby/kit/streams/require-stream'
import { toTabbyStream } from '@tabby/kit/streams/to-tabby-stream'

/** Options of `teeStream`. */
export interface TeeStreamOptions {
  /** How many chunks one reader may be ahead of the other before it waits, 1 or more. Default 256. */
  readonly limit?: number | undefined
}

/**
 * Splits one stream into two, each with every chunk.
 *
 * Nothing is read before one of them asks for it. The faster reader may be `limit` chunks ahead; then it waits for the
 * slower one, so memory stays bounded and the server is held back. Both must be read at the same time: one that is
 * never read stops the other, unless it is cancelled. A reader that leaves no longer holds back the other; when both
 * have left, the connection is closed. An error reaches both, each after the chunks before it.
 *
 * @param stream - Any stream: chunks, events, text.
 * @param options - How far apart the readers may be.
 * @returns Two streams. Each can be read only once.
 * @throws TabbyRequestError when the first argument is not a stream, such as a promise of one.
 * @throws While they are read: whatever the stream throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { collectChatCompletion, readChatText, streamChatCompletion, teeStream } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const stream = await streamChatCompletion(client, { messages: [{ role: 'user', content: 'Say hello' }] })
 * const [shown, kept] = teeStream(stream)
 * const answer = collectChatCompletion(kept)
 * for await (const text of readChatText(shown)) process.stdout.write(text)
 * console.log((await answer).usage)
 * ```
 */
export function teeStream<T>(
  stream: AsyncIterable<T>,
  options: TeeStreamOptions = {},
): [TabbyStream<T>, TabbyStream<T>] {
  requireStream('teeStream', stream)
  // With a limit of 0, the readers would wait for each other forever.
  const { limit: given = 256 } = options ?? {}
  if (typeof given !== 'number' || !(given >= 0)) {
    throw new TabbyRequestError(
      'The option limit of teeStream is not valid: it must be a number of chunks, 0 or greater',
    )
  }
  const limit = Math.max(1, given)
  const source = stream[Symbol.asyncIterator]()
  const queues: [T[], T[]] = [[], []]
  /** Which readers have left. */
  const left = [false, false]
  /** Set when the source has ended; holds its error until each reader has received it. */
  let end: unknown[] | undefined
  let pulling: Promise<void> | undefined
  let wake = () => {}

  const pull = async () => {
    try {
      const { done, value } = await source.next()
      if (done) end = []
      else for (const side of [0, 1] as const) if (!left[side]) queues[side].push(value)
    } catch (error) {
      end = [error]
    }
    pulling = undefined
  }
  const open = (own: 0 | 1, other: 0 | 1) => {
    const next = async (): Promise<IteratorResult<T, undefined>> => {
      while (!left[own]) {
        if (queues[own].length) {
          wake()
          return { done: false, value: queues[own].shift()! }
        }
        if (end) {
          left[own] = true
          if (end.length) throw end[0]
        } else if (queues[other].length >= limit) await new Promise<void>((resolve) => (wake = resolve))
        else await (pulling ??= pull())
      }
      return { done: true, value: undefined }
    }
    const close = async () => {
      left[own] = true
      queues[own] = []
      wake()
      if (left[other]) await source.return?.()
    }
    return toTabbyStream({ next, close })
  }
  return [open(0, 1), open(1, 0)]
}

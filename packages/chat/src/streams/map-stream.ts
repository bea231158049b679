import type { TabbyStream } from '@tabby/core'
import { toTabbyStream } from './to-tabby-stream.js'

/**
 * Makes a stream of another: each piece adds any number of values, and so may the end.
 *
 * No generator: one that nobody has pulled yet runs nothing when it is left, so its source would stay open.
 */
export function mapStream<Piece, Value>(
  stream: AsyncIterable<Piece>,
  addValues: (piece: Piece, values: Value[]) => void,
  addLast?: (values: Value[]) => void,
): TabbyStream<Value> {
  const source = stream[Symbol.asyncIterator]()
  const values: Value[] = []
  let isOver = false
  const close = async () => {
    isOver = true
    values.length = 0
    await source.return?.()
  }
  const next = async (): Promise<IteratorResult<Value, undefined>> => {
    try {
      while (!values.length && !isOver) {
        const { done, value } = await source.next()
        if (done) {
          isOver = true
          addLast?.(values)
        } else if (!isOver) addValues(value, values)
      }
    } catch (error) {
      await close()
      throw error
    }
    return values.length ? { done: false, value: values.shift()! } : { done: true, value: undefined }
  }
  return toTabbyStream(next, close)
}

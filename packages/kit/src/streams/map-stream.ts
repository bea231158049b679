import type { TabbyStream } from '@tabby/core'
import { toTabbyStream } from './to-tabby-stream.js'

/** Makes a stream from another one: each chunk adds any number of values, and so may the end. */
export function mapStream<Chunk, Value>(
  stream: AsyncIterable<Chunk>,
  addValues: (chunk: Chunk, values: Value[]) => void,
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
  return toTabbyStream({ next, close })
}

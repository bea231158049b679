/**
 * Reads a stream to its end and returns its values.
 *
 * @param stream - Anything that `for await` takes.
 * @returns Its values, in order.
 * @throws what the stream throws.
 * @example
 * ```ts
 * import { readAll } from '@tabby/emulator/testing'
 *
 * console.log(await readAll(new Blob(['text']).stream()))
 * ```
 */
export async function readAll<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = []
  for await (const value of stream) values.push(value)
  return values
}

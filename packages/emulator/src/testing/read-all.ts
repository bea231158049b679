/**
 * Reads a stream to its end and returns its values.
 *
 * @param stream - Anything that `for await` takes.
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

/** The JSON of each event in a recorded stream, read without the code that is tested. */
export function readEvents({ response }: { readonly response: { readonly body: string } }): unknown[] {
  return response.body
    .split('\r\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6).replaceAll('-Infinity', '-1e999')))
}

import { createReadStream } from 'node:fs'
import { UsageError } from '../failure/errors.js'

/** The longest line, in characters: more than what a server takes, and less than what a string can hold. */
const longestLine = 50_000_000

/**
 * Reads a text file in chunks.
 *
 * @throws UsageError when it is in another encoding, whose letters the model would get as question marks, or when a line
 *   is so long that the file is another one.
 */
export async function* readText(path: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let line = 1
  let size = 0
  const decode = (bytes: Buffer | undefined): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      const [before = ''] = new TextDecoder().decode(bytes).split('\uFFFD')
      throw new UsageError(
        `${path} is not UTF-8 text: see line ${line + before.split('\n').length - 1}. Save it as UTF-8 and try again`,
      )
    }
  }
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = decode(bytes)
    const ends = text.split('\n').length - 1
    size = ends > 0 ? text.length - text.lastIndexOf('\n') - 1 : size + text.length
    line += ends
    if (size > longestLine) throw new UsageError(`${path}: line ${line} has more than ${longestLine} characters`)
    yield text
  }
  decode(undefined)
}

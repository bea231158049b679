import type { FileHandle } from 'node:fs/promises'
import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'

/** A line of a store: where it is, and whose it is. */
export interface StoredLine {
  readonly bytes: Buffer
  readonly id: string
  readonly isFailure: boolean
}

/**
 * Reads the lines of a store, one at a time.
 *
 * @returns Where the next line belongs: behind the last line that is whole. What follows was cut off.
 * @throws TabbyRequestError when a line is not a result, nor the beginning of one at the end: the file is another one.
 */
export async function readStore(
  file: FileHandle,
  path: string,
  onLine: (id: string, isFailure: boolean, line: StoredLine) => void | Promise<void>,
): Promise<number> {
  let end = 0
  let number = 0
  for await (const bytes of readLines(file)) {
    number++
    const isEnded = bytes.at(-1) === lineFeed
    const line = parseLine(bytes)
    if (line && isEnded) await onLine(line.id, line.isFailure, line)
    else if (isEnded || !isBeginning(bytes)) {
      throw new TabbyRequestError(`${path} is not a file of results: line ${number} is not a line of a batch output`)
    } else break
    end += bytes.length
  }
  return end
}

/** How `toBatchLine` begins each line. */
const head = Buffer.from('{"id":"batch_req_')

/** Whether a line that was cut off was to be one of ours: nothing else is removed from a file. */
const isBeginning = (bytes: Buffer): boolean => {
  const length = Math.min(bytes.length, head.length)
  return bytes.subarray(0, length).equals(head.subarray(0, length))
}

const lineFeed = 10
const chunkSize = 1 << 16

/** Splits a file at line feeds, which stay. No more than one line is in memory. */
async function* readLines(file: FileHandle): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer[] = []
  let position = 0
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, position)
    if (bytesRead === 0) break
    position += bytesRead
    const chunk = buffer.subarray(0, bytesRead)
    let begin = 0
    for (let place = chunk.indexOf(lineFeed); place >= 0; place = chunk.indexOf(lineFeed, begin)) {
      yield Buffer.concat([...rest, chunk.subarray(begin, place + 1)])
      rest = []
      begin = place + 1
    }
    if (begin < chunk.length) rest.push(chunk.subarray(begin))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}

function parseLine(bytes: Buffer): StoredLine | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    if (!isRecord(value) || typeof value['custom_id'] !== 'string') return undefined
    const isFailure = isRecord(value['error'])
    // A line of an input file has neither.
    return isFailure || isRecord(value['response']) ? { bytes, id: value['custom_id'], isFailure } : undefined
  } catch {
    return undefined
  }
}

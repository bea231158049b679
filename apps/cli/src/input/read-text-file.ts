import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from '../files/describe-file-failure.js'

/** A text file that belongs to a question. */
export interface TextFile {
  readonly name: string
  readonly text: string
}

/** Longer files fit no context. In bytes. */
const largest = 4 * 1024 * 1024

/** Reads a text file for a question, and rejects a file that is not text. */
export async function readTextFile(path: string): Promise<TextFile> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new UsageError(`${path} cannot be read ${describeFileFailure(error)}`, { cause: error })
  }
  if (bytes.length > largest) throw new UsageError(`${path} has more than 4 MiB, which no model can read at once`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return { name: basename(path), text }
  } catch {
    // Reported below.
  }
  throw new UsageError(`${path} is not a text file in UTF-8; images are attached with --image or /image`)
}

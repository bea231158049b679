import { documentWords } from '../../words/document-words.js'
import { createPassageSplitter } from './create-passage-splitter.js'

/** Ten thousand passages; in bytes. */
const largest = 10 * 1024 * 1024

/** So much is decoded and split in one go, which takes a few milliseconds; in bytes. */
const sliceSize = 256 * 1024

/**
 * Reads a text file as passages, slice by slice, so that the page can draw in between.
 *
 * @throws Error with a sentence if it is not a text file, empty or too large.
 */
export async function readDocument(file: Blob, signal: AbortSignal): Promise<string[]> {
  if (file.size > largest) throw new Error(documentWords.fileIsTooLarge)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const splitter = createPassageSplitter()
  const passages: string[] = []
  for (let start = 0; start < file.size; start += sliceSize) {
    const bytes = await file.slice(start, start + sliceSize).arrayBuffer()
    signal.throwIfAborted()
    passages.push(...splitter.add(decode(decoder, bytes)))
  }
  passages.push(...splitter.add(decode(decoder)), ...splitter.end())
  if (passages.length === 0) throw new Error(documentWords.fileIsEmpty)
  return passages
}

function decode(decoder: TextDecoder, bytes?: ArrayBuffer): string {
  let text = '\0'
  try {
    text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch {
    // As a text with a zero in it.
  }
  if (text.includes('\0')) throw new Error(documentWords.fileIsNotText)
  return text
}

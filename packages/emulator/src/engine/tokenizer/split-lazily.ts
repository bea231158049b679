import { createSplitter } from './split-text.js'

/** What follows a part decides where it ends, up to the length of a special token. */
const LOOKAHEAD = 16
/** A part that is longer is cut here: no token is as long, and nobody can hold an endless word. */
const LONGEST_PART = 4096

/** Cuts a text that comes in chunks into the parts that `splitText` makes of the whole, as they are asked for. */
export function* splitLazily(chunks: Iterable<string>, special: boolean): Generator<string> {
  const splitter = createSplitter(special)
  let text = ''
  let at = 0
  const emit = function* (end: number): Generator<string> {
    while (at < end) {
      const part = splitter(text, at)
      const isOpen = at + part.length + LOOKAHEAD > text.length && end < text.length
      if (isOpen && part.length < LONGEST_PART) break
      at += part.length
      yield part
    }
  }
  for (const chunk of chunks) {
    text = text.slice(at) + chunk
    at = 0
    if (text.length > LOOKAHEAD) yield* emit(text.length - LOOKAHEAD)
  }
  yield* emit(text.length)
}

import { specialTokens } from './special-tokens.js'

/**
 * A run of letters and digits with the blank before it, a run of white space, or one sign: chat_unicode_stream. Runs
 * are cut where no token is as long, because the engine keeps a note for each character of one.
 */
const partPattern = / ?[\p{L}\p{N}]{1,4095}|\s{1,4096}|[^]/gu
const specialTexts = [...specialTokens.keys()].map((token) => token.replace(/[|]/g, '\\$&')).join('|')
const partOrSpecial = new RegExp(`${specialTexts}|${partPattern.source}`, 'gu')

/** Cuts a text into the parts that tokens do not cross. With `special`, `<think>` and its like are one part each. */
export function splitText(text: string, special: boolean): string[] {
  return text.match(special ? partOrSpecial : partPattern) ?? []
}

/** A function that finds the part of a text that begins at a place. */
export function createSplitter(special: boolean): (text: string, at: number) => string {
  const pattern = new RegExp((special ? partOrSpecial : partPattern).source, 'uy')
  return (text, at) => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? text.slice(at, at + 1)
  }
}

/** What follows a part decides where it ends, up to the length of a special token. */
const lookahead = 16
/** A part that is longer is cut here: no token is as long, and nobody can hold an endless word. */
const longestPart = 4096

/** Cuts a text that comes in chunks into the parts that `splitText` makes of the whole, as they are asked for. */
export function* splitLazily(chunks: Iterable<string>, special: boolean): Generator<string> {
  const splitter = createSplitter(special)
  let text = ''
  let at = 0
  const emit = function* (end: number): Generator<string> {
    while (at < end) {
      const part = splitter(text, at)
      const isOpen = at + part.length + lookahead > text.length && end < text.length
      if (isOpen && part.length < longestPart) break
      at += part.length
      yield part
    }
  }
  for (const chunk of chunks) {
    text = text.slice(at) + chunk
    at = 0
    if (text.length > lookahead) yield* emit(text.length - lookahead)
  }
  yield* emit(text.length)
}

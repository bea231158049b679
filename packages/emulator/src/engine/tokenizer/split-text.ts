import { SPECIAL_TOKENS } from './special-tokens.js'

/**
 * A run of letters and digits with the blank before it, a run of white space, or one sign: chat_unicode_stream. Runs
 * are cut where no token is as long, because the engine keeps a note for each character of one.
 */
const PART = / ?[\p{L}\p{N}]{1,4095}|\s{1,4096}|[^]/gu
const SPECIAL = [...SPECIAL_TOKENS.keys()].map((token) => token.replace(/[|]/g, '\\$&')).join('|')
const PART_OR_SPECIAL = new RegExp(`${SPECIAL}|${PART.source}`, 'gu')

/** Cuts a text into the parts that tokens do not cross. With `special`, `<think>` and its like are one part each. */
export function splitText(text: string, special: boolean): string[] {
  return text.match(special ? PART_OR_SPECIAL : PART) ?? []
}

/** A function that finds the part of a text that begins at a place. */
export function createSplitter(special: boolean): (text: string, at: number) => string {
  const pattern = new RegExp((special ? PART_OR_SPECIAL : PART).source, 'uy')
  return (text, at) => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? text.slice(at, at + 1)
  }
}

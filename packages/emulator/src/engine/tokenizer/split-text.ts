import { SPECIAL_TOKENS } from './special-tokens.js'

/** A run of letters and digits with the blank before it, a run of white space, or one sign: chat_unicode_stream. */
const PART = / ?[\p{L}\p{N}]+|\s+|[^]/gu
const SPECIAL = [...SPECIAL_TOKENS.keys()].map((token) => token.replace(/[|]/g, '\\$&')).join('|')
const PART_OR_SPECIAL = new RegExp(`${SPECIAL}|${PART.source}`, 'gu')

/** Cuts a text into the parts that tokens do not cross. With `special`, `<think>` and its like are one part each. */
export function splitText(text: string, special: boolean): string[] {
  return text.match(special ? PART_OR_SPECIAL : PART) ?? []
}

import { encodeText } from './encode-text.js'

/** How many tokens a text has, without a begin token. */
export function countTokens(text: string): number {
  return encodeText(text, { addBegin: false, encodeSpecial: true }).length
}

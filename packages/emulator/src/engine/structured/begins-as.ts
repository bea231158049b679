import { matchesPrefix } from './match-pattern.js'
import { parsePattern } from './parse-pattern.js'

/** Whether a pattern matches some characters at the beginning of a text. */
export function beginsAs(pattern: string, text: string): boolean {
  const parsed = parsePattern(pattern)
  return parsed !== undefined && matchesPrefix(parsed, text)
}

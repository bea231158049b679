import { writeJson } from './write-json.js'

/**
 * JSON as Python's `json.dumps` writes it, used in generation events: blanks after comma and colon, bare `-Infinity`.
 */
export function spacedJson(value: unknown): string {
  return writeJson(value, { comma: ', ', colon: ': ', notFinite: 'word' })
}

import { unseenCharacters } from './terminal-text.js'

/**
 * JSON in one line that is safe to show in a terminal: invisible characters that JSON leaves as they are, such as U+007F
 * to U+009F and directions, are escaped as other control characters are.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(unseenCharacters, (character) =>
    Array.from({ length: character.length }, (_, place) => escape(character.charCodeAt(place))).join(''),
  )
}

const escape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`

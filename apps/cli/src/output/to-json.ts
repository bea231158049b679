/**
 * JSON in one line that may be shown in a terminal: the control characters that JSON leaves as they are, U+007F to
 * U+009F, are escaped as the others.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/\p{Cc}/gu, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)
}

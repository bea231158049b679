const NUMBER = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+)(?:e[+-]?\d+)?$/i
const INTEGER = /^[+-]?\d+(?:_\d+)*(?:\.0+)?$/
const WORD = /^([+-]?)(inf|infinity|nan)$/i

/**
 * Reads what the server accepts as a number: numbers, booleans, and strings that Python reads as one, such as `1_000`,
 * `inf` and `nan`.
 */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (NUMBER.test(text)) return Number(text.replaceAll('_', ''))
  const [, sign, word] = WORD.exec(text) ?? []
  if (word === undefined) return undefined
  return word.toLowerCase() === 'nan' ? NaN : sign === '-' ? -Infinity : Infinity
}

/**
 * Reads what the server accepts as a whole number; a string may have neither an exponent nor a trailing point, as in
 * `5.`.
 */
export function readInteger(value: unknown): number | undefined {
  if (typeof value === 'string' && !INTEGER.test(value.trim())) return undefined
  const number = readNumber(value)
  return Number.isInteger(number) ? number : undefined
}

/** Reads what the server takes as a number: numbers, texts of one (none in hexadecimal), and booleans. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value)
  const isText = typeof value === 'string' && value.trim() && !/[xbo]/i.test(value)
  return isText && Number.isFinite(Number(value)) ? Number(value) : undefined
}

/** Reads what the server takes as a whole number; a text of one has no exponent. */
export function readInteger(value: unknown): number | undefined {
  const number = readNumber(value)
  return Number.isInteger(number) && !(typeof value === 'string' && /\de/i.test(value)) ? number : undefined
}

import { InvalidArgumentError } from 'commander'

/** Reads the value of a flag that has to be a number. */
export function parseNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('It has to be a number.')
  return number
}

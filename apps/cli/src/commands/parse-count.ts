import { InvalidArgumentError } from 'commander'

/** Reads the value of a flag that counts something: a whole number, 1 or more. */
export function parseCount(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It takes a whole number, 1 or more.')
  return number
}

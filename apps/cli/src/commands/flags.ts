import { InvalidArgumentError } from 'commander'

/** Reads the value of a flag that has to be a number. */
export function parseNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('It has to be a number.')
  return number
}

/** Reads the value of a flag that counts something: a whole number, 1 or more. */
export function parseCount(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It takes a whole number, 1 or more.')
  return number
}

/** Reads whole numbers, 1 or more, with commas between them. */
export function parseNumberList(text: string): number[] {
  const numbers = text.split(',').map(Number)
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers
  throw new InvalidArgumentError('It takes whole numbers with commas between them, as in 1,4.')
}

/** Lets a flag be given several times. One with several values at once would take the words of the prompt for them. */
export function collectValue(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

import { InvalidArgumentError } from 'commander'

/** Reads whole numbers, 1 or more, with commas between them. */
export function parseNumberList(text: string): number[] {
  const numbers = text.split(',').map(Number)
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers
  throw new InvalidArgumentError('It takes whole numbers with commas between them, as in 1,4.')
}

import { InvalidArgumentError } from 'commander'

/** Parses the value of a flag that must be a number. */
export function parseNumber(text: string): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('It must be a number.')
  return number
}

/** Parses the value of a flag that counts something: a whole number, 1 or more. */
export function parseCount(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return number
}

/** Parses whole numbers, 1 or more, separated by commas. */
export function parseNumberList(text: string): number[] {
  const numbers = text.split(',').map(Number)
  if (numbers.every((number) => Number.isInteger(number) && number > 0)) return numbers
  throw new InvalidArgumentError('It must be whole numbers separated by commas, such as 1,4.')
}

/** Collects the values of a repeatable flag. One with several values at once would swallow the words of the prompt. */
export function collectValue(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

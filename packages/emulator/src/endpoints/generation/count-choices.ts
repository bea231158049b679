import { GenerationFailure } from './generation-failure.js'

/** Choices of one request that are planned at most. */
const LIMIT = 2048

/**
 * How many choices a request makes. The server sets `n` no upper limit and would run out of memory; here such a request
 * fails by itself, so that it takes nobody else along.
 */
export function countChoices(n: number | null, prompts: number): number {
  const choices = n ?? 1
  if (choices * prompts > LIMIT) throw new GenerationFailure(`more than ${LIMIT} choices`)
  return choices
}

import type { WaitUntilReadyParams } from './wait-until-ready.js'

/** The longest time that a timer of the runtime can wait: a longer one fires at once. */
const longestTimer = 2 ** 31 - 1

/** Says why nothing can be waited for with these values, or nothing when it can. No value is repeated. */
export function readWaitProblem({ model, timeout, interval }: WaitUntilReadyParams): string | undefined {
  if (typeof model !== 'boolean') return 'model must be true or false'
  if (timeout !== false && !(typeof timeout === 'number' && timeout >= 0)) {
    return 'timeout must be a number of milliseconds, 0 or more, or false for no limit'
  }
  if (!(typeof interval === 'number' && interval >= 0 && interval <= longestTimer)) {
    return `interval must be a number of milliseconds from 0 to ${longestTimer}`
  }
  return undefined
}

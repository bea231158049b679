import type { INVALID, Location, ValidationRun } from './model.js'
import { reportIssue } from './report-issue.js'

/** Bounds of a number, named as the server names them in `ctx`. */
export interface NumberLimits {
  le?: number
  lt?: number
  ge?: number
  gt?: number
}

const CHECKS = [
  { key: 'le', type: 'less_than_equal', words: 'less than or equal to', holds: (a: number, b: number) => a <= b },
  { key: 'lt', type: 'less_than', words: 'less than', holds: (a: number, b: number) => a < b },
  { key: 'ge', type: 'greater_than_equal', words: 'greater than or equal to', holds: (a: number, b: number) => a >= b },
  { key: 'gt', type: 'greater_than', words: 'greater than', holds: (a: number, b: number) => a > b },
] as const

/** Checks a number against its bounds, in the server's order. `shown` turns a bound into what `ctx` prints. */
export function checkNumberLimits(
  value: number,
  limits: NumberLimits,
  shown: (bound: number) => unknown,
  place: { at: Location; input: unknown; run: ValidationRun },
): number | typeof INVALID {
  for (const check of CHECKS) {
    const bound = limits[check.key]
    if (bound === undefined || check.holds(value, bound)) continue
    const message = `Input should be ${check.words} ${bound}`
    return reportIssue(place.run, check.type, place.at, message, place.input, { [check.key]: shown(bound) })
  }
  return value
}

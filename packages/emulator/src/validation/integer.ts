import { PythonFloat } from '../json/python-float.js'
import type { Model } from './model.js'
import { checkNumberLimits } from './number-limits.js'
import type { NumberLimits } from './number-limits.js'
import { reportIssue } from './report-issue.js'

const UNPARSABLE = 'Input should be a valid integer, unable to parse string as an integer'
const FRACTION = 'Input should be a valid integer, got a number with a fractional part'

/** A whole number; takes `"5"`, `true` and `5.0` as the server does. */
export function integer(limits: NumberLimits = {}): Model<number> {
  const constrained = Object.keys(limits).length > 0
  return {
    label: constrained ? 'constrained-int' : 'int',
    isExact: (input) => typeof input === 'bigint' || Number.isInteger(input),
    read(input, at, run) {
      if (!constrained && Number.isInteger(input)) return input as number
      const place = { at, input, run }
      const bounded = (value: number) => checkNumberLimits(value, limits, (bound) => bound, place)
      if (typeof input === 'boolean' || typeof input === 'bigint') return bounded(Number(input))
      if (typeof input === 'string') {
        const match = /^\s*([+-]?\d+(?:_\d+)*)(?:\.0+)?\s*$/.exec(input)
        if (!match?.[1]) return reportIssue(run, 'int_parsing', at, UNPARSABLE, input)
        return bounded(Number(match[1].replaceAll('_', '')))
      }
      const value = input instanceof PythonFloat ? input.value : input
      if (typeof value !== 'number') return reportIssue(run, 'int_type', at, 'Input should be a valid integer', input)
      if (!Number.isFinite(value))
        return reportIssue(run, 'finite_number', at, 'Input should be a finite number', input)
      if (!Number.isInteger(value)) return reportIssue(run, 'int_from_float', at, FRACTION, input)
      return bounded(value)
    },
  }
}

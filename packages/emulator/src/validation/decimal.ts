import { PythonFloat, float } from '../json/python-float.js'
import type { Model } from './model.js'
import { checkNumberLimits } from './number-limits.js'
import type { NumberLimits } from './number-limits.js'
import { reportIssue } from './report-issue.js'

const UNPARSABLE = 'Input should be a valid number, unable to parse string as a number'
const NUMBER = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+)(e[+-]?\d+)?$/i
const WORDS: Record<string, number> = { inf: Infinity, infinity: Infinity, nan: NaN }

/** A number with or without a fraction; takes `"0.5"` and `true` as the server does. */
export function decimal(limits: NumberLimits = {}): Model<number> {
  const constrained = Object.keys(limits).length > 0
  return {
    label: constrained ? 'constrained-float' : 'float',
    isExact: (input) => input instanceof PythonFloat || (typeof input === 'number' && !Number.isInteger(input)),
    read(input, at, run) {
      const value = toNumber(input)
      if (value === undefined) {
        return typeof input === 'string'
          ? reportIssue(run, 'float_parsing', at, UNPARSABLE, input)
          : reportIssue(run, 'float_type', at, 'Input should be a valid number', input)
      }
      return checkNumberLimits(value, limits, float, { at, input, run })
    },
  }
}

function toNumber(input: unknown): number | undefined {
  if (input instanceof PythonFloat) return input.value
  if (typeof input === 'number' || typeof input === 'boolean' || typeof input === 'bigint') return Number(input)
  if (typeof input !== 'string') return undefined
  const text = input.trim()
  if (NUMBER.test(text)) return Number(text.replaceAll('_', ''))
  const word = WORDS[text.replace(/^[+-]/, '').toLowerCase()]
  return word !== undefined && text.startsWith('-') ? -word : word
}

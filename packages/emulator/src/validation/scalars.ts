import { float, PythonFloat } from '../json/python-float.js'
import { type invalid, type Location, type Model, reportIssue, type ValidationRun } from './model.js'

/** A string. Nothing is converted into one: a number is an issue. */
export function text(limits: { minimumLength?: number } = {}): Model<string> {
  const { minimumLength } = limits
  return {
    label: minimumLength === undefined ? 'str' : 'constrained-str',
    isExact: (input) => typeof input === 'string',
    read(input, at, run) {
      if (typeof input !== 'string') {
        return reportIssue(run, 'string_type', at, 'Input should be a valid string', input)
      }
      if (minimumLength !== undefined && [...input].length < minimumLength) {
        const plural = minimumLength === 1 ? '' : 's'
        const message = `String should have at least ${minimumLength} character${plural}`
        return reportIssue(run, 'string_too_short', at, message, input, { min_length: minimumLength })
      }
      return input
    },
  }
}

/** One of some fixed words. */
export function literal<const Word extends string>(...words: Word[]): Model<Word> {
  const quoted = words.map((word) => `'${word}'`)
  const last = quoted.at(-1) ?? ''
  const expected = quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${last}` : last
  return {
    label: `literal[${quoted.join(',')}]`,
    isExact: (input) => words.some((word) => word === input),
    read(input, at, run) {
      const found = words.find((word) => word === input)
      if (found !== undefined) return found
      return reportIssue(run, 'literal_error', at, `Input should be ${expected}`, input, { expected })
    },
  }
}

const booleanWords: Record<string, boolean> = {}
for (const word of ['1', 'on', 't', 'true', 'y', 'yes']) booleanWords[word] = true
for (const word of ['0', 'off', 'f', 'false', 'n', 'no']) booleanWords[word] = false
const unreadable = 'Input should be a valid boolean, unable to interpret input'

/** True or false; takes `"yes"`, `"off"`, `1`, `0` and their like as the server does. */
export function boolean(): Model<boolean> {
  return {
    label: 'bool',
    isExact: (input) => typeof input === 'boolean',
    read(input, at, run) {
      if (typeof input === 'boolean') return input
      if (typeof input === 'string') {
        return booleanWords[input.toLowerCase()] ?? reportIssue(run, 'bool_parsing', at, unreadable, input)
      }
      const value = input instanceof PythonFloat ? input.value : input
      if (value === 0 || value === 1) return value === 1
      if (typeof value === 'bigint' || Number.isInteger(value)) {
        return reportIssue(run, 'bool_parsing', at, unreadable, input)
      }
      return reportIssue(run, 'bool_type', at, 'Input should be a valid boolean', input)
    },
  }
}

const unparsableInteger = 'Input should be a valid integer, unable to parse string as an integer'
const fractionalInteger = 'Input should be a valid integer, got a number with a fractional part'

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
        if (!match?.[1]) return reportIssue(run, 'int_parsing', at, unparsableInteger, input)
        return bounded(Number(match[1].replaceAll('_', '')))
      }
      const value = input instanceof PythonFloat ? input.value : input
      if (typeof value !== 'number') return reportIssue(run, 'int_type', at, 'Input should be a valid integer', input)
      if (!Number.isFinite(value))
        return reportIssue(run, 'finite_number', at, 'Input should be a finite number', input)
      if (!Number.isInteger(value)) return reportIssue(run, 'int_from_float', at, fractionalInteger, input)
      return bounded(value)
    },
  }
}

const unparsableDecimal = 'Input should be a valid number, unable to parse string as a number'
const decimalPattern = /^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+)(e[+-]?\d+)?$/i
const decimalWords: Record<string, number> = { inf: Infinity, infinity: Infinity, nan: NaN }

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
          ? reportIssue(run, 'float_parsing', at, unparsableDecimal, input)
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
  const digits = input.trim()
  if (decimalPattern.test(digits)) return Number(digits.replaceAll('_', ''))
  const word = decimalWords[digits.replace(/^[+-]/, '').toLowerCase()]
  return word !== undefined && digits.startsWith('-') ? -word : word
}

/** Bounds of a number, named as the server names them in `ctx`. */
interface NumberLimits {
  le?: number
  lt?: number
  ge?: number
  gt?: number
}

const limitChecks = [
  { key: 'le', type: 'less_than_equal', words: 'less than or equal to', holds: (a: number, b: number) => a <= b },
  { key: 'lt', type: 'less_than', words: 'less than', holds: (a: number, b: number) => a < b },
  { key: 'ge', type: 'greater_than_equal', words: 'greater than or equal to', holds: (a: number, b: number) => a >= b },
  { key: 'gt', type: 'greater_than', words: 'greater than', holds: (a: number, b: number) => a > b },
] as const

/** Checks a number against its bounds, in the server's order. `shown` turns a bound into what `ctx` prints. */
function checkNumberLimits(
  value: number,
  limits: NumberLimits,
  shown: (bound: number) => unknown,
  place: { at: Location; input: unknown; run: ValidationRun },
): number | typeof invalid {
  for (const check of limitChecks) {
    const bound = limits[check.key]
    if (bound === undefined || check.holds(value, bound)) continue
    const message = `Input should be ${check.words} ${bound}`
    return reportIssue(place.run, check.type, place.at, message, place.input, { [check.key]: shown(bound) })
  }
  return value
}

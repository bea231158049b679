import type { Model } from './model.js'
import { reportIssue } from './report-issue.js'

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

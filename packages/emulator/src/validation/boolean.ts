import { PythonFloat } from '../json/python-float.js'
import type { Model } from './model.js'
import { reportIssue } from './report-issue.js'

const WORDS: Record<string, boolean> = {}
for (const word of ['1', 'on', 't', 'true', 'y', 'yes']) WORDS[word] = true
for (const word of ['0', 'off', 'f', 'false', 'n', 'no']) WORDS[word] = false
const UNREADABLE = 'Input should be a valid boolean, unable to interpret input'

/** True or false; takes `"yes"`, `"off"`, `1`, `0` and their like as the server does. */
export function boolean(): Model<boolean> {
  return {
    label: 'bool',
    isExact: (input) => typeof input === 'boolean',
    read(input, at, run) {
      if (typeof input === 'boolean') return input
      if (typeof input === 'string') {
        return WORDS[input.toLowerCase()] ?? reportIssue(run, 'bool_parsing', at, UNREADABLE, input)
      }
      const value = input instanceof PythonFloat ? input.value : input
      if (value === 0 || value === 1) return value === 1
      if (typeof value === 'bigint' || Number.isInteger(value)) {
        return reportIssue(run, 'bool_parsing', at, UNREADABLE, input)
      }
      return reportIssue(run, 'bool_type', at, 'Input should be a valid boolean', input)
    },
  }
}

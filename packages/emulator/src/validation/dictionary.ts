import { isDictionary } from '../json/is-dictionary.js'
import { INVALID } from './model.js'
import type { Model } from './model.js'
import { reportIssue } from './report-issue.js'

/** An object with free keys; every member that is wrong is reported. */
export function dictionary<Member>(member: Model<Member>): Model<Record<string, Member>> {
  return {
    label: `dict[str,${member.label}]`,
    isExact: (input) => isDictionary(input) && Object.values(input).every((value) => member.isExact(value)),
    read(input, at, run) {
      if (!isDictionary(input)) return reportIssue(run, 'dict_type', at, 'Input should be a valid dictionary', input)
      const output: Record<string, Member> = {}
      let valid = true
      for (const [key, value] of Object.entries(input)) {
        const read = member.read(value, [...at, key], run)
        if (read === INVALID) valid = false
        else output[key] = read
      }
      return valid ? output : INVALID
    },
  }
}

import { isDictionary } from '../json/is-dictionary.js'
import { setMember } from '../json/set-member.js'
import { INVALID } from './model.js'
import type { Model } from './model.js'
import { readMember } from './read-member.js'
import { MOST_ISSUES, reportIssue } from './report-issue.js'

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
        const read = readMember(member, value, { at, key, run })
        if (read !== INVALID) setMember(output, key, read)
        else if (run.issues.length < MOST_ISSUES) valid = false
        else return INVALID
      }
      return valid ? output : INVALID
    },
  }
}

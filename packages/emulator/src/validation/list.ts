import { INVALID } from './model.js'
import type { Model } from './model.js'
import { readMember } from './read-member.js'
import { MOST_ISSUES, reportIssue } from './report-issue.js'

/** A list; every item that is wrong is reported. */
export function list<Item>(item: Model<Item>, limits: { minimumLength?: number } = {}): Model<Item[]> {
  const { minimumLength = 0 } = limits
  return {
    label: `list[${item.label}]`,
    isExact: (input) => Array.isArray(input) && input.every((member) => item.isExact(member)),
    read(input, at, run) {
      if (!Array.isArray(input)) return reportIssue(run, 'list_type', at, 'Input should be a valid list', input)
      const output: Item[] = []
      let valid = true
      for (const [index, member] of input.entries()) {
        const value = readMember(item, member, { at, key: index, run })
        if (value !== INVALID) output.push(value)
        else if (run.issues.length < MOST_ISSUES) valid = false
        else return INVALID
      }
      if (!valid) return INVALID
      if (input.length < minimumLength) {
        const plural = minimumLength === 1 ? '' : 's'
        const message = `List should have at least ${minimumLength} item${plural} after validation, not ${input.length}`
        const ctx = { field_type: 'List', min_length: minimumLength, actual_length: input.length }
        return reportIssue(run, 'too_short', at, message, input, ctx)
      }
      return output
    },
  }
}

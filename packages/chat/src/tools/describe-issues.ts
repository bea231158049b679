import type { StandardIssue } from '@tabby/core'

/** What is wrong with a value, in one line: `days: Expected number; city: Expected string`. */
export function describeIssues(issues: readonly StandardIssue[]): string {
  return issues
    .map(({ path = [], message }) => {
      const place = path.map((key) => String(typeof key === 'object' ? key.key : key)).join('.')
      return place ? `${place}: ${message}` : message
    })
    .join('; ')
}

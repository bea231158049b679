import type { StandardIssue } from '@tabby/core'

/** As many as a model can use. */
const most = 20

/** What is wrong with a value, in one line: `days: Expected number; city: Expected string`. */
export function describeIssues(issues: readonly StandardIssue[]): string {
  const described = issues.slice(0, most).map((issue) => {
    const path: unknown = issue?.path
    const place = Array.isArray(path) ? path.map(toName).join('.') : ''
    const message = String(issue?.message)
    return place ? `${place}: ${message}` : message
  })
  if (issues.length > most) described.push(`and ${issues.length - most} more`)
  return described.join('; ')
}

/** A library of the user's makes the path: a key, an object with one, or anything else. */
function toName(segment: unknown): string {
  const key = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment
  return typeof key === 'object' || typeof key === 'function' ? '?' : String(key)
}

import type { StandardIssue } from '@tabby/core'

/** More places than this are not named: a long list of which each member is wrong has as many. */
const maxPaths = 100

/** The longest path that an error shows: a key of an object is a text of the model, of any length. */
const maxLength = 200

/** Says where a schema disagrees, as dotted paths: the first hundred. */
export function toPaths(issues: readonly StandardIssue[]): string[] {
  return issues.slice(0, maxPaths).map((issue) => {
    const path = toPath(issue)
    return path.length > maxLength ? `${path.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : path
  })
}

/** A path comes from a library of the user's, so nothing about it is taken for granted. */
function toPath(issue: StandardIssue): string {
  const path: unknown = issue?.path
  return Array.isArray(path) ? path.slice(0, maxPaths).map(toName).join('.') : ''
}

function toName(segment: unknown): string {
  const key = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment
  return typeof key === 'object' || typeof key === 'function' ? '?' : String(key)
}

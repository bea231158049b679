import { type StandardIssue, TabbyObjectError, type TabbyObjectFailure } from '@tabby/core'

const sentences: Record<TabbyObjectFailure, string> = {
  truncated: 'it was cut off by max_tokens or the context: raise max_tokens, or shorten the prompt',
  interrupted: 'it was interrupted before the value was complete: send the request again',
  'invalid-json': 'it has no JSON value, or more than one: the server may have ignored the schema',
  'too-deep': 'its JSON is nested more than 1,000 levels deep',
  'schema-mismatch': 'it has another shape',
  'schema-failed': 'the schema threw while it checked the value: see `thrown`',
}

/** Makes the error of a reply that is not a value. What the model wrote is kept out of sight of printers. */
export function toObjectError(
  reason: TabbyObjectFailure,
  { text, partial }: { readonly text: string; readonly partial?: unknown },
  issues: readonly StandardIssue[] = [],
): TabbyObjectError {
  const paths = toPaths(issues)
  // A schema may find a million places; the first ones are enough for a sentence.
  const more = issues.length > 10 ? ` and ${issues.length - 10} more` : ''
  const places =
    issues.length > 0
      ? ` at ${paths
          .slice(0, 10)
          .map((path) => path || 'its root')
          .join(', ')}${more}`
      : ''
  const message = `The reply does not match the schema, because ${sentences[reason]}${places}`
  return new TabbyObjectError(message, { reason, paths, text, partial })
}

/** More places than this are not named: a long list of which each member is wrong has as many. */
const maxPaths = 100

/** The longest path that an error shows: a key of an object is a text of the model, of any length. */
const maxLength = 200

/** Says where a schema disagrees, as dotted paths: the first hundred. */
function toPaths(issues: readonly StandardIssue[]): string[] {
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

import { type StandardIssue, TabbyObjectError, type TabbyObjectFailure } from '@tabby/core'

const sentences: Record<TabbyObjectFailure, string> = {
  truncated: 'it was cut off by max_tokens or the context: raise max_tokens, or shorten the prompt',
  interrupted: 'it was interrupted before the value was complete: send the request again',
  'invalid-json': 'it has no JSON value, or more than one: the server may have ignored the schema',
  'too-deep': 'its JSON is nested more than 1,000 levels deep',
  'schema-mismatch': 'it has a different shape',
  'schema-failed': 'the schema threw while checking the value: see `thrown`',
}

/** Makes the error of a reply that is not a value. What the model wrote is not enumerable, so it is not printed. */
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

/** How many places are named at most: a long list in which every member is wrong has more. */
const maxPaths = 100

/** The longest path that an error shows: a key of an object comes from the model and may have any length. */
const maxLength = 200

/** Returns where a value does not match its schema, as dotted paths: the first hundred. */
function toPaths(issues: readonly StandardIssue[]): string[] {
  return issues.slice(0, maxPaths).map((issue) => {
    const path = toPath(issue)
    return path.length > maxLength ? `${path.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : path
  })
}

/** A path comes from the user's library, so nothing about it is taken for granted. */
function toPath(issue: StandardIssue): string {
  const path: unknown = issue?.path
  return Array.isArray(path) ? path.slice(0, maxPaths).map(toName).join('.') : ''
}

function toName(segment: unknown): string {
  const key = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment
  return typeof key === 'object' || typeof key === 'function' ? '?' : String(key)
}

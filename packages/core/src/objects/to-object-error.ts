import { type StandardIssue, toPaths } from '../request/standard-schema.js'
import { TabbyObjectError, type TabbyObjectFailure } from './tabby-object-error.js'

/** Makes the error of an answer that is no value. What was answered is kept out of sight of printers. */
export function toObjectError(
  reason: TabbyObjectFailure,
  { text, partial }: { readonly text: string; readonly partial?: unknown },
  issues: readonly StandardIssue[] = [],
): TabbyObjectError {
  const paths = toPaths(issues)
  const message = `The answer does not fit: ${reason} ${paths}`.trim()
  const error = new TabbyObjectError('invalid_response', message, { reason, paths })
  return Object.defineProperties(error, { text: { value: text }, partial: { value: partial } })
}

import { type StandardIssue, toPaths } from '../request/standard-schema.js'
import { TabbyObjectError, type TabbyObjectFailure } from './tabby-object-error.js'

const sentences: Record<TabbyObjectFailure, string> = {
  cut: 'it was cut off by max_tokens or the context',
  interrupted: 'it was interrupted',
  'no-json': 'there is no JSON in it or more than one value (the server may have ignored the schema)',
  'too-deep': 'its JSON is nested too deep',
  mismatch: 'its shape is wrong',
  'schema-failed': 'the schema threw an error while it checked the value',
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
  const places = `${paths.slice(0, 10)}${more}`
  const message = `The reply does not fit the schema, because ${sentences[reason]}: ${reason} ${places}`.trim()
  const error = new TabbyObjectError('invalid_response', message, { reason, paths })
  return Object.defineProperties(error, { text: { value: text }, partial: { value: partial } })
}

import type { TabbyErrorCode } from './error-code.js'
import { readContextSize } from './read-context-size.js'
import { TabbyStreamError, type TabbyStreamFailure } from './tabby-stream-error.js'
import { toBoundedText } from './to-bounded-text.js'

/** Makes the error of a stream that failed. The detail is redacted already: half a secret is not found any more. */
export function toStreamError(
  path: string,
  reason: TabbyStreamFailure,
  detail = '',
  code: TabbyErrorCode = 'stream_error',
): TabbyStreamError {
  return new TabbyStreamError(code, `${path}: ${reason} ${toBoundedText(detail)}`.trim(), {
    reason,
    ...(code === 'context_length_exceeded' && readContextSize(detail)),
  })
}

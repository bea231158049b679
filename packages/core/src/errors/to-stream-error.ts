import type { TabbyErrorCode } from './error-code.js'
import { TabbyStreamError, type TabbyStreamFailure } from './tabby-stream-error.js'

/** Makes the error of a stream that failed. */
export function toStreamError(
  path: string,
  reason: TabbyStreamFailure,
  detail = '',
  code: TabbyErrorCode = 'stream_error',
): TabbyStreamError {
  return new TabbyStreamError(code, `${path}: ${reason} ${detail}`.trim(), { reason })
}

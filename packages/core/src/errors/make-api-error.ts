import { dropCall } from './drop-call.js'
import type { TabbyErrorCode } from './error-code.js'
import { readContextSize } from './read-context-size.js'
import { readRetryAfter } from './read-retry-after.js'
import type { ServerError } from './read-server-error.js'
import { TabbyApiError } from './tabby-api-error.js'
import { maxTextLength, toBoundedText } from './to-bounded-text.js'

/** A response that is an error, as far as its error is made of it. */
export interface ErrorResponse {
  /** Method and path. */
  readonly call: string
  readonly status: number
  readonly headers: Headers
  /** Takes secrets out of a text. It runs before a text is cut, because half a secret is not found any more. */
  readonly hide?: ((text: string) => string) | undefined
}

/** How much of a text is looked at for secrets first: more of it is not shown, and a megabyte takes its time. */
const maxLook = 32_768

/** Puts an error together of what was read: redacted, then cut to a length that a log can take. */
export function makeApiError(
  { status, headers, hide = (text) => text }: ErrorResponse,
  code: TabbyErrorCode,
  said: ServerError,
  begin: string,
  hint = '',
): TabbyApiError {
  const show = (text: string) => {
    const shown = hide(text.slice(0, maxLook))
    // Half a secret may stand at its end, which is shown only when what was hidden made it very short.
    return toBoundedText(text.length > maxLook && shown.length < 2 * maxTextLength ? hide(text) : shown)
  }
  const detail = show(dropCall(said.message))
  const issues = said.issues.map(({ type, loc, msg }) => ({
    type: show(type),
    loc: loc.map((part) => (typeof part === 'string' ? show(part) : part)),
    msg: show(msg),
  }))
  const advice = headers.get('x-should-retry')
  return new TabbyApiError(code, `${begin}${detail && ': '}${detail}${hint && ` (${hint})`}`, {
    status,
    detail,
    issues,
    retryAfter: readRetryAfter(headers),
    ...((advice === 'true' || advice === 'false') && { shouldRetry: advice === 'true' }),
    ...(code === 'context_length_exceeded' && { ...said.contextSize, ...readContextSize(detail) }),
  })
}

import type { TabbyErrorCode } from './tabby-error.js'
import { readContextSize, toBoundedText } from './to-api-error.js'
import { TabbyStreamError, type TabbyStreamFailure } from './tabby-stream-error.js'

/** The parts of a stream's request that its error names. */
export interface StreamedRequest {
  readonly method?: string | undefined
  readonly path: string
  readonly operation?: string | undefined
}

/**
 * What the message says without a detail. A detail replaces these clauses, except for `server-error`: there it is the
 * server's message and follows the clause.
 */
const clauses: Record<TabbyStreamFailure, (work: string) => string> = {
  'server-error': () => 'the server reported an error in the stream',
  truncated: (work) =>
    `the stream ended before the ${work} was finished: the server or a proxy closed the connection, so see their logs`,
  'invalid-event': () => 'the stream has an event that is not JSON: check the server, and any proxy in front of it',
  'not-a-stream': () => 'the response is not an event stream: check that baseUrl leads to the server',
  'already-read': () => 'a stream has one reader, and this one was read before: send the request again',
  'too-large': () => 'the stream is larger than maxResponseSize: raise this option',
}

/** Makes the error of a stream that failed. The detail must already be redacted: it may be cut inside a secret here. */
export function toStreamError(
  { method = 'POST', path, operation }: StreamedRequest,
  reason: TabbyStreamFailure,
  detail = '',
  code: TabbyErrorCode = 'stream_error',
): TabbyStreamError {
  const clause = clauses[reason](operation === 'load' ? 'load' : 'completion')
  const said = toBoundedText(detail)
  const what =
    reason !== 'server-error'
      ? toClause(said) || clause
      : `${clause}${said ? `: ${said}` : ' without a message: see its log'}`
  return new TabbyStreamError(code, `${method} ${path}: ${what}`, {
    reason,
    ...(code === 'context_length_exceeded' && readContextSize(detail)),
  })
}

/** After a colon, a sentence begins with a lower-case letter. */
function toClause(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

import type { TabbyErrorCode } from './error-code.js'
import { isRecord } from './is-record.js'

/** All codes of this family; the compiler sees to it that none is missing. */
const codes: Readonly<Record<TabbyErrorCode, true>> = {
  invalid_request: true,
  context_length_exceeded: true,
  authentication_error: true,
  permission_error: true,
  not_found: true,
  validation_error: true,
  rate_limit_exceeded: true,
  no_model_loaded: true,
  generation_failed: true,
  server_error: true,
  connection_error: true,
  timeout: true,
  stream_error: true,
  invalid_response: true,
  invalid_object: true,
  request_refused: true,
  tool_step_limit: true,
  tool_call_malformed: true,
  tool_failed: true,
}

/**
 * Reads the code that a route of the user's own passes on with `createErrorResponse` or in an event of
 * `createStreamResponse`, so that a page sees the error that the route saw. A `code` beside it or a `type` is not read:
 * OpenAI's `server_error` is the type of many errors.
 */
export function readOwnCode(value: unknown): TabbyErrorCode | undefined {
  const error = isRecord(value) ? value['error'] : undefined
  const code = isRecord(error) ? error['code'] : undefined
  return typeof code === 'string' && Object.hasOwn(codes, code) ? (code as TabbyErrorCode) : undefined
}

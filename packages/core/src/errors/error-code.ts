import type { TabbyApiErrorCode } from './tabby-api-error.js'

/**
 * What went wrong, as a closed list to switch on. The HTTP status that leads to each is in brackets.
 *
 * - `invalid_request` (400 and other 4xx): the server refused the request; its message is in the error's
 * - `context_length_exceeded` (400): the prompt does not fit the context of the loaded model
 * - `authentication_error` (401): the key is missing or wrong, or an admin key is needed
 * - `permission_error` (403): a gateway in front of the server refused the request
 * - `not_found` (404)
 * - `validation_error` (422): a field is missing or out of range; see `issues`
 * - `rate_limit_exceeded` (429): a gateway in front of the server limits requests; see `retryAfter`
 * - `no_model_loaded` (503): nothing is loaded, or a load is still running
 * - `generation_failed` (503): the model crashed, was unloaded during the completion, or refused a parameter
 * - `server_error` (other 5xx)
 * - `connection_error`: the server could not be reached, or the connection broke before the response was complete
 * - `timeout`: one of the three timeouts ran out
 * - `stream_error`: a stream ended early or held something that is not an event of this server
 * - `invalid_response`: the response has a shape that this client does not know
 * - `invalid_object`: the reply of the model is not a value of the schema
 * - `request_refused`: the client refused to send the request
 * - `tool_step_limit`: a run of tools reached `maxSteps`, and the model still called tools
 * - `tool_call_malformed`: in a run of tools the model wrote a call that cannot be run
 * - `tool_failed`: a tool of a run threw; see `cause`
 */
export type TabbyErrorCode =
  | TabbyApiErrorCode
  | 'connection_error'
  | 'timeout'
  | 'stream_error'
  | 'invalid_response'
  | 'invalid_object'
  | 'request_refused'
  | 'tool_step_limit'
  | 'tool_call_malformed'
  | 'tool_failed'

/**
 * What went wrong, as a closed list to switch on. The HTTP status that leads to each is in brackets.
 *
 * - `invalid_request` (400 and other 4xx): the server refused the request; its words are in the message
 * - `context_length_exceeded` (400): the prompt does not fit the context of the loaded model
 * - `authentication_error` (401): the key is missing or wrong, or an admin key is needed
 * - `permission_error` (403): a gateway in front of the server said no
 * - `not_found` (404)
 * - `validation_error` (422): a field is missing or out of range; see `issues`
 * - `rate_limit_exceeded` (429): a gateway in front of the server said no; see `retryAfter`
 * - `no_model_loaded` (503): nothing is loaded, or a load is still running
 * - `generation_failed` (503): the model crashed, was unloaded in mid-answer, or refused a parameter
 * - `server_error` (other 5xx)
 * - `connection_error`: the server could not be reached, or the connection broke before the answer was complete
 * - `timeout`: one of the three timeouts ran out
 * - `stream_error`: a stream ended early or held something that is no event of this server
 * - `invalid_response`: the answer has a shape that this client does not know
 * - `request_refused`: the client refused to send the request
 * - `tool_step_limit`: a run of tools reached `maxSteps`, and the model still called tools
 * - `tool_call_malformed`: in a run of tools the model wrote a call that cannot be run
 * - `tool_failed`: a tool of a run threw; see `cause`
 */
export type TabbyErrorCode =
  | 'invalid_request'
  | 'context_length_exceeded'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found'
  | 'validation_error'
  | 'rate_limit_exceeded'
  | 'no_model_loaded'
  | 'generation_failed'
  | 'server_error'
  | 'connection_error'
  | 'timeout'
  | 'stream_error'
  | 'invalid_response'
  | 'request_refused'
  | 'tool_step_limit'
  | 'tool_call_malformed'
  | 'tool_failed'

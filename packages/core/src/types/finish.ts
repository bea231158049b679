/** Why a reply ended, in OpenAI's terms. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | (string & {})

/**
 * Why a reply ended, in the server's terms. `null` on a finished reply means that it was interrupted: the model was
 * unloaded, or another request crashed it. The `finish_reason` is `stop` all the same.
 */
export type EosReason = 'stop_token' | 'stop_string' | 'max_new_tokens' | 'end_filter' | 'loop_detected' | (string & {})

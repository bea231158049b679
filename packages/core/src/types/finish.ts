/** Why an answer ended, in OpenAI's words. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | (string & {})

/**
 * Why an answer ended, in the server's words. `null` on a finished answer means that it was interrupted: the model was
 * unloaded, or another request crashed it. It says `stop` all the same.
 */
export type EosReason = 'stop_token' | 'stop_string' | 'max_new_tokens' | 'end_filter' | 'loop_detected' | (string & {})

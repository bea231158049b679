import { TabbyError } from '@tabby/core'

/** Refuses a reply that ended with a call that the server could not read: an agent would stop silently. */
export function requireCalls(finishReason: string | null, hasCalls: boolean): void {
  if (finishReason !== 'tool_calls' || hasCalls) return
  throw new TabbyError(
    'tool_call_malformed',
    'The model wrote a tool call that the server could not read, and its text is lost: try again, or check the ' +
      'tool_format of the model in the settings of the server',
  )
}

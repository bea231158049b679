import type { JobEnd } from '../../engine/job/generated-token.js'

/** `finish_reason` of a choice. A begun tool call hides everything else (chat_tools_cut_by_length). */
export function finishReason(end: JobEnd, hasToolText: boolean): 'stop' | 'length' | 'tool_calls' {
  if (hasToolText) return 'tool_calls'
  return end.eosReason === 'max_new_tokens' ? 'length' : 'stop'
}

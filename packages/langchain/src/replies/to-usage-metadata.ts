import type { Usage } from '@tabby/chat'
import type { UsageMetadata } from '@langchain/core/messages'

/** Writes usage as LangChain counts it. */
export function toUsageMetadata(usage: Usage): UsageMetadata {
  const { prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details, completion_tokens_details } = usage
  const cached = prompt_tokens_details?.cached_tokens
  const reasoning = completion_tokens_details?.reasoning_tokens
  return {
    input_tokens: prompt_tokens,
    output_tokens: completion_tokens,
    total_tokens,
    ...(typeof cached === 'number' && { input_token_details: { cache_read: cached } }),
    ...(typeof reasoning === 'number' && { output_token_details: { reasoning } }),
  }
}

import type { ChatCompletion } from '@tabby/chat'
import { AIMessage, type AIMessageFields } from '@langchain/core/messages'
import type { ChatResult } from '@langchain/core/outputs'
import { requireReadCalls } from './require-read-calls.js'
import { toResponseMetadata } from './to-response-metadata.js'
import { toToolCalls } from './to-tool-calls.js'
import { toUsageMetadata } from './to-usage-metadata.js'

/** Writes a completion as LangChain's result. Reasoning is a block before the text, if there is any. */
export function toChatResult({ id, model, choices, usage }: ChatCompletion, toolNames: readonly string[]): ChatResult {
  const [choice] = choices
  const { content, reasoning_content: reasoning, tool_calls } = choice?.message ?? {}
  const text = content ?? ''
  const finishReason = choice?.finish_reason ?? null
  requireReadCalls({ text, finishReason, calls: tool_calls?.length ?? 0, toolNames })
  // LangChain's own type takes no usage under `exactOptionalPropertyTypes`.
  const message = new AIMessage({
    id,
    content: reasoning ? [{ type: 'reasoning', reasoning }, ...(text ? [{ type: 'text' as const, text }] : [])] : text,
    ...toToolCalls(tool_calls ?? []),
    response_metadata: toResponseMetadata(
      { model, finish_reason: finishReason, eos_reason: choice?.eos_reason },
      usage,
    ),
    ...(choice?.logprobs && { additional_kwargs: { logprobs: choice.logprobs } }),
    ...(usage && { usage_metadata: toUsageMetadata(usage) }),
  } as object as AIMessageFields)
  const counts = usage && {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens,
    totalTokens: usage.total_tokens,
  }
  return { generations: [{ text, message }], ...(counts && { llmOutput: { tokenUsage: counts } }) }
}

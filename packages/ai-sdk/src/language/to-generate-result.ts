import type { LanguageModelV3Content, LanguageModelV3GenerateResult } from '@ai-sdk/provider'
import { type ChatCompletion, toChatText } from '@tabby/chat'
import { toModelWarnings } from '../to-model-warnings.js'
import { toCallWarnings, unreadCall } from './to-call-warnings.js'
import type { ChatRequest } from './to-chat-params.js'
import { toFinishReason } from './to-finish-reason.js'
import { toMetadata } from './to-metadata.js'
import { toToolCall } from './to-tool-call.js'
import { toUsage } from './to-usage.js'

/** Writes a whole completion as the AI SDK reads it. */
export function toGenerateResult(
  completion: ChatCompletion,
  modelId: string,
  { warnings, toolNames }: ChatRequest,
): LanguageModelV3GenerateResult {
  const { id, model, created, usage, choices } = completion
  const { message, finish_reason, eos_reason, logprobs } = choices[0]!
  const calls = (message.tool_calls ?? []).map(toToolCall)
  const text = toChatText(completion)
  const content: LanguageModelV3Content[] = []
  if (message.reasoning_content) content.push({ type: 'reasoning', text: message.reasoning_content })
  // Models write line ends before a call.
  if (text && !(calls.length > 0 && /^[\r\n]*$/.test(text))) content.push({ type: 'text', text })
  const finishReason = toFinishReason(finish_reason, calls.length)
  const late = finishReason.unified === 'error' ? [unreadCall] : calls.length > 0 ? [] : toCallWarnings(text, toolNames)
  return {
    content: [...content, ...calls],
    finishReason,
    usage: toUsage(usage),
    providerMetadata: toMetadata({ usage, eos_reason, logprobs: logprobs?.content, warnings: late }),
    response: { ...toResponse({ id, model, created }), body: completion },
    warnings: [
      ...warnings,
      ...toModelWarnings(modelId, model),
      ...late.map((sentence) => ({ type: 'other' as const, message: sentence })),
    ],
  }
}

/** What the server says of a response. A gateway may leave some of it out. */
export function toResponse({ id, model, created }: Partial<Pick<ChatCompletion, 'id' | 'model' | 'created'>>) {
  return {
    ...(id && { id }),
    ...(model && { modelId: model }),
    ...(created && { timestamp: new Date(created * 1000) }),
  }
}

import type { ChatChoice, ChatCompletion } from '@tabby/chat'
import { type OpenAIUsage, toUsage } from '../http/to-usage.js'
import { requireCalls } from './require-calls.js'
import { type OpenAIToolCall, toToolCall } from './to-tool-call.js'
import { type OpenAILogprobs, toLogprobs } from './to-logprobs.js'

/** A chat completion in OpenAI's terms. */
export interface OpenAIChatCompletion {
  id: string
  object: 'chat.completion'
  created: number
  model: string
  choices: OpenAIChoice[]
  usage?: OpenAIUsage
}

interface OpenAIChoice {
  index: number
  message: {
    role: 'assistant'
    content: string | null
    refusal: null
    reasoning_content?: string
    tool_calls?: OpenAIToolCall[]
  }
  logprobs: OpenAILogprobs | null
  finish_reason: string
}

/** Writes a completion as OpenAI would. Reasoning stays in `reasoning_content`, where many clients expect it. */
export function toOpenAICompletion({ id, created, model, choices, usage }: ChatCompletion): OpenAIChatCompletion {
  const counts = toUsage(usage)
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: choices.map(toChoice),
    ...(counts && { usage: counts }),
  }
}

function toChoice({ index, message, logprobs, finish_reason }: ChatChoice): OpenAIChoice {
  const { content, reasoning_content: reasoning, tool_calls } = message
  const calls = tool_calls?.map(toToolCall)
  requireCalls(finish_reason, !!calls?.length)
  return {
    index,
    message: {
      role: 'assistant',
      content: content ?? null,
      refusal: null,
      ...(reasoning && { reasoning_content: reasoning }),
      ...(calls?.length && { tool_calls: calls }),
    },
    logprobs: toLogprobs(logprobs) ?? null,
    finish_reason: finish_reason ?? 'stop',
  }
}

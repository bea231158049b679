import type { ToolCall } from '@tabby/core'
import type { ChatDelta } from '../chat-completion-chunk.js'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { readContent, toUnreadError } from '@tabby/kit/deltas/chunk-fields'

/**
 * Reads what is new in a message, or a whole message, and gives it the types of the interface: `content` and
 * `reasoning_content` are a string or `null`, `tool_calls` is a list of calls. Unknown fields stay as they are.
 *
 * Returns a copy, unless there is nothing to change.
 */
export function readDelta(value: unknown, readCalls: (calls: readonly unknown[]) => ToolCall[]): ChatDelta {
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) throw toUnreadError('the delta')
  const { content, reasoning_content, tool_calls, function_call } = value
  let delta: Record<string, unknown> = value
  const change = (fields: Record<string, unknown>) => (delta = { ...delta, ...fields })
  const append = (field: 'reasoning_content' | 'refusal', text: string) => {
    if (text) change({ [field]: (typeof delta[field] === 'string' ? delta[field] : '') + text })
  }

  let calls = toList(tool_calls)
  if (!isText(reasoning_content)) change({ reasoning_content: readContent(reasoning_content, 'the reasoning').text })
  else if (!reasoning_content) append('reasoning_content', readReasoning(value))
  if (!isText(content)) {
    const { text, others, ...beside } = readContent(content, 'the content')
    change({ content: text || null })
    append('reasoning_content', beside.reasoning)
    append('refusal', beside.refusal)
    calls = [...(calls ?? []), ...others.filter(isCall).map((call) => ({ ...call, type: 'function' }))]
    const kept = others.filter((part) => !isCall(part))
    if (kept.length > 0) change({ content_parts: kept })
  }
  if (calls && (calls.length > 0 || tool_calls)) change({ tool_calls: readCalls(calls) })
  if (isRecord(function_call)) {
    // OpenAI's old form of a call.
    const { function_call: _old, ...rest } = delta
    delta = calls?.length ? rest : { ...rest, tool_calls: readCalls([{ function: function_call }]) }
  }
  return delta as ChatDelta
}

/** vLLM, OpenRouter and Ollama call it `reasoning`; Ollama's own format calls it `thinking`. */
function readReasoning({ reasoning, thinking }: Record<string, unknown>): string {
  for (const given of [reasoning, thinking]) {
    if (typeof given === 'string' && given) return given
    const parts = Array.isArray(given) ? given : [given]
    if (!parts.every((part) => isRecord(part) || typeof part === 'string')) continue
    const { text, reasoning: inner } = readContent(
      parts.map((part) => (isRecord(part) ? { ...part, type: 'reasoning' } : part)),
      'the reasoning',
    )
    if (text || inner) return text + inner
  }
  return ''
}

/** Gateways in front of Anthropic's models leave calls among the parts of the content. */
function isCall(part: unknown): part is Record<string, unknown> {
  return isRecord(part) && (part['type'] === 'tool_use' || part['type'] === 'function_call')
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}

function toList(calls: unknown): readonly unknown[] | undefined {
  if (calls === undefined || calls === null) return undefined
  if (Array.isArray(calls)) return calls
  if (isRecord(calls)) return [calls]
  throw toUnreadError('the tool calls')
}

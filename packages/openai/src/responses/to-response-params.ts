import type { ChatCompletionParams, ChatTool, ChatToolParams } from '@tabby/chat'
import type { ResponseFormat } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { refuseField } from '../http/to-error-response.js'
import { toModelField } from '../http/to-model-field.js'
import type { HandlerSettings } from '../openai-handler-options.js'
import { toMessages } from './to-messages.js'

/** Fields that name something that OpenAI stores. */
const kept = ['previous_response_id', 'conversation', 'prompt']

/**
 * Makes the parameters of a chat from the body of `POST /v1/responses`. Passes on fields that OpenAI does not have, so
 * that TabbyAPI's samplers can be set. Refuses by name what relies on previous requests or on tools that OpenAI hosts.
 */
export function toResponseParams(settings: HandlerSettings, body: Record<string, unknown>): ChatCompletionParams {
  const held = kept.find((field) => body[field] !== undefined)
  if (held) refuseField(held, 'is not supported: nothing is kept here, so send the whole conversation as input')
  if (body['store'] === true) refuseField('store', 'must be false: nothing is kept here')
  if (body['background'] === true) refuseField('background', 'must be false: nothing is kept here')
  if (body['truncation'] === 'auto') refuseField('truncation', 'must be disabled: shorten the input yourself')
  const { input, instructions, model, max_output_tokens: most, tools, tool_choice, text, reasoning, ...others } = body
  const { include, top_logprobs, ...rest } = others
  for (const field of ownFields) delete rest[field]
  const asksForLogprobs = Array.isArray(include) && include.includes('message.output_text.logprobs')
  return {
    ...settings.defaults,
    ...(most !== undefined && { max_tokens: most as number }),
    ...rest,
    ...((asksForLogprobs || top_logprobs !== undefined) && { logprobs: true }),
    ...(top_logprobs !== undefined && { top_logprobs: top_logprobs as number }),
    ...toReasoningField(reasoning),
    ...toFormatField(text),
    ...toToolFields(tools, tool_choice),
    ...toModelField(settings, model),
    messages: toMessages(input, instructions),
  }
}

/** What is read elsewhere, or means nothing to a self-hosted server. */
const ownFields = ['store', 'background', 'truncation', 'stream', 'stream_options', 'metadata', 'service_tier', 'user']

function toReasoningField(reasoning: unknown) {
  if (!isRecord(reasoning)) return {}
  const { summary: _summary, generate_summary: _old, ...rest } = reasoning
  return Object.keys(rest).length > 0 ? { reasoning: rest } : {}
}

function toFormatField(text: unknown): { response_format?: ResponseFormat } {
  const format = isRecord(text) ? text['format'] : undefined
  if (!isRecord(format) || format['type'] === 'text') return {}
  const { type, ...schema } = format
  if (type === 'json_object') return { response_format: { type } }
  if (type === 'json_schema') return { response_format: { type, json_schema: schema } }
  return refuseField('text.format', 'must be text, json_object or json_schema')
}

function toToolFields(tools: unknown, choice: unknown): ChatToolParams {
  if (tools === undefined) return {}
  if (!Array.isArray(tools)) return refuseField('tools', 'must be a list')
  const offered = tools.map(toTool)
  if (!isRecord(choice)) return { tools: offered, tool_choice: choice as ChatToolParams['tool_choice'] }
  const { type, name } = choice
  if (type === 'function') return { tools: offered, tool_choice: { type, function: { name: name as string } } }
  if (type !== 'allowed_tools') {
    return refuseField('tool_choice', `of the type ${toWord(type)} names a tool that OpenAI hosts`)
  }
  const names = [choice['tools']].flat().map((tool) => (isRecord(tool) ? tool['name'] : undefined))
  return {
    tools: offered.filter((tool) => names.includes(tool.function.name)),
    tool_choice: choice['mode'] as 'auto' | 'required',
  }
}

function toTool(tool: unknown, place: number): ChatTool {
  if (!isRecord(tool)) return refuseField(`tools.${place}`, 'must be an object')
  const { type, name, description, parameters } = tool
  if (type !== 'function') {
    refuseField(`tools.${place}`, `is a tool of the type ${toWord(type)}, which OpenAI hosts: offer only functions`)
  }
  return { type: 'function', function: { name, description, parameters } as ChatTool['function'] }
}

/** The name of a type, which may be any text from a caller. */
const toWord = (type: unknown) => (typeof type === 'string' && /^\w{1,40}$/.test(type) ? type : 'that is unknown')

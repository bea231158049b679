import { randomHex } from '../../state/random-hex.js'
import { anything, dictionary, list, optional, record, union } from '../../validation/composites.js'
import type { OutputOf } from '../../validation/model.js'
import { boolean, integer, literal, text } from '../../validation/scalars.js'
import { requestFields } from './request-fields.js'

const none = (): null => null
const imageUrl = record('ChatCompletionImageUrl', { url: { model: text() } })
const part = record('ChatCompletionMessagePart', {
  type: { model: literal('text', 'image_url'), default: () => 'text' as const },
  text: { model: optional(text()), default: none },
  image_url: { model: optional(imageUrl), default: none },
})
const calledFunction = record('Tool', { name: { model: text() }, arguments: { model: text() } })
const toolCall = record('ToolCall', {
  id: { model: text(), default: () => `call_${randomHex().slice(0, 24)}` },
  function: { model: calledFunction },
  type: { model: literal('function'), default: () => 'function' as const },
  index: { model: optional(integer()), default: none },
})

/** One message of a conversation; the server fills in the role `user` (chat_role_missing). */
export const chatMessageModel = record('ChatCompletionMessage', {
  role: { model: text(), default: () => 'user' },
  content: { model: optional(union(text(), list(part))), default: none },
  reasoning_content: { model: optional(text()), default: none },
  tool_calls: { model: optional(list(toolCall)), default: none },
  tool_call_id: { model: optional(text()), default: none },
})

/** A message that was read. */
export type ChatMessage = OutputOf<typeof chatMessageModel>

const reasoning = record('ReasoningOptions', {
  effort: { model: optional(text()), default: none },
  enabled: { model: optional(boolean()), default: none },
  max_tokens: { model: optional(integer()), default: none },
})
const offeredFunction = record('Function', {
  name: { model: text() },
  description: { model: text() },
  parameters: { model: dictionary(anything()) },
})
const tool = record('ToolSpec', { function: { model: offeredFunction }, type: { model: literal('function') } })
const namedChoice = record('NamedToolChoice', {
  function: { model: record('NamedToolFunction', { name: { model: text() } }) },
  type: { model: literal('function'), default: () => 'function' as const },
})

/** The body of `POST /v1/chat/completions`. */
export const chatCompletionModel = record('ChatCompletionRequest', {
  ...requestFields,
  // A default from the sampler overrides counts in text completions alone (override_values__overrides_json_schema...).
  json_schema: { model: optional(anything()), default: none },
  messages: { model: list(chatMessageModel) },
  prompt_template: { model: optional(text()), default: none },
  add_generation_prompt: { model: optional(boolean()), default: () => true },
  template_vars: {
    model: optional(dictionary(anything())),
    default: () => ({}),
    aliases: ['template_vars', 'chat_template_kwargs'],
  },
  reasoning_effort: { model: optional(text()), default: none },
  enable_thinking: { model: optional(boolean()), default: none },
  verbosity: { model: optional(text()), default: none },
  reasoning: { model: optional(reasoning), default: none },
  reasoning_budget_tokens: {
    model: optional(integer()),
    default: none,
    aliases: ['reasoning_budget_tokens', 'reasoning_budget', 'thinking_budget', 'thinking_token_budget'],
  },
  reasoning_budget_message: { model: optional(text()), default: none },
  response_prefix: { model: optional(text()), default: none },
  continue_final_message: { model: optional(boolean()), default: () => false },
  tools: { model: optional(list(tool)), default: none },
  functions: { model: optional(list(dictionary(anything()))), default: none },
  tool_choice: { model: optional(union(literal('none', 'auto', 'required'), namedChoice)), default: none },
  parallel_tool_calls: { model: optional(boolean()), default: () => true },
})

/** A body that was read. */
export type ChatCompletionRequest = OutputOf<typeof chatCompletionModel>

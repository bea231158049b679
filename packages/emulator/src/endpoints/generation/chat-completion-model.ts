import { anything } from '../../validation/anything.js'
import { boolean } from '../../validation/boolean.js'
import { dictionary } from '../../validation/dictionary.js'
import { integer } from '../../validation/integer.js'
import { list } from '../../validation/list.js'
import { literal } from '../../validation/literal.js'
import type { OutputOf } from '../../validation/model.js'
import { optional } from '../../validation/optional.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'
import { union } from '../../validation/union.js'
import { chatMessageModel } from './chat-message-model.js'
import { requestFields } from './request-fields.js'

const none = (): null => null
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
  reasoning_budget_tokens: { model: optional(integer()), default: none },
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

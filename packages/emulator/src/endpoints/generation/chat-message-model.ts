import { integer } from '../../validation/integer.js'
import { list } from '../../validation/list.js'
import { literal } from '../../validation/literal.js'
import type { OutputOf } from '../../validation/model.js'
import { optional } from '../../validation/optional.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'
import { union } from '../../validation/union.js'
import { randomHex } from './random-hex.js'

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

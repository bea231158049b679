import type { ChatCompletionParams } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { refuseField } from '../http/to-error-response.js'
import { toModelField } from '../http/to-model-field.js'
import type { HandlerSettings } from '../openai-handler-options.js'

/**
 * Makes the parameters of a chat from a body in OpenAI's form. Passes on fields that OpenAI does not have, so that
 * TabbyAPI's samplers can be set; the services handle the rest, such as `json_object` and tools without a description.
 */
export function toChatParams(settings: HandlerSettings, body: Record<string, unknown>): ChatCompletionParams {
  const { messages, model, max_completion_tokens: most, stream: _stream, stream_options: _options, ...rest } = body
  if (!Array.isArray(messages)) refuseField('messages', 'must be a list')
  if (rest['web_search_options'] !== undefined) refuseField('web_search_options', 'needs a tool that OpenAI hosts')
  const { modalities } = rest
  if (Array.isArray(modalities) && modalities.includes('audio')) refuseField('modalities', 'can contain only text')
  return {
    ...settings.defaults,
    ...(most !== undefined && { max_tokens: most as number }),
    ...rest,
    ...toModelField(settings, model),
    messages: messages.map(toMessage),
  }
}

/**
 * Converts OpenAI's newer name of the role `system`, which templates do not know, and refusals among the parts of a
 * message.
 */
function toMessage(message: unknown): ChatMessage {
  if (!isRecord(message)) return message as ChatMessage
  const { role, content } = message
  const changed: Record<string, unknown> = { ...message }
  if (role === 'developer') changed['role'] = 'system'
  if (Array.isArray(content)) changed['content'] = content.map(toPart)
  return changed as unknown as ChatMessage
}

function toPart(part: unknown): unknown {
  return isRecord(part) && part['type'] === 'refusal' ? { type: 'text', text: part['refusal'] } : part
}

import type { ChatCompletionParams } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'
import { readJsonSchema } from '../settings/read-json-schema.js'
import { readSamplerParams } from '../settings/read-sampler-params.js'
import type { ChatSettings } from './chat-settings.js'

/** How many other tokens are shown at each place. */
const alternatives = 5

/**
 * What is sent.
 *
 * @throws Error in words when the schema is none.
 */
export function toChatParams(settings: ChatSettings, messages: readonly ChatMessage[]): ChatCompletionParams {
  const { samplers, thinking, showsChances, usesSchema, schema } = settings
  const reading = usesSchema ? readJsonSchema(schema) : undefined
  if (reading && 'issue' in reading) throw new Error(`The schema cannot be sent. ${reading.issue}`)
  return {
    messages,
    ...readSamplerParams(samplers),
    ...(thinking === 'default' ? {} : { enable_thinking: thinking === 'on' }),
    ...(showsChances ? { logprobs: true, top_logprobs: alternatives } : {}),
    ...(reading ? { json_schema: reading.schema } : {}),
  }
}

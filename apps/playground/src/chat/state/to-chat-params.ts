import type { ChatCompletionParams } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'
import { readSamplerParams } from '../settings/read-sampler-params.js'
import type { ChatSettings } from './chat-settings.js'

/** How many other tokens are shown at each position. */
const alternatives = 5

/** The parameters that are sent with the conversation. */
export function toChatParams(settings: ChatSettings, messages: readonly ChatMessage[]): ChatCompletionParams {
  const { samplers, thinking, showsChances } = settings
  return {
    messages,
    ...readSamplerParams(samplers),
    ...(thinking === 'default' ? {} : { enable_thinking: thinking === 'on' }),
    ...(showsChances ? { logprobs: true, top_logprobs: alternatives } : {}),
  }
}

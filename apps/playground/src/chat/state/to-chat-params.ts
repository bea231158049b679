import type { ChatCompletionParams } from '@tabby/chat'
import type { ChatMessage } from '@tabby/core'
import { chatWords } from '../../words/chat-words.js'
import { readExtraParams } from '../settings/read-extra-params.js'
import { readSamplerParams } from '../settings/read-sampler-params.js'
import type { ChatSettings } from './chat-settings.js'

/** How many other tokens are shown at each position. */
const alternatives = 5

/**
 * The parameters that are sent with the conversation. A continued reply is the last message, left open.
 *
 * @throws Error with a sentence for the user if the further parameters are not JSON.
 */
export function toChatParams(
  settings: ChatSettings,
  messages: readonly ChatMessage[],
  { isContinued = false }: { isContinued?: boolean } = {},
): ChatCompletionParams {
  const { samplers, thinking, showsChances, prefix } = settings
  const extra = readExtraParams(settings.extra)
  if ('issue' in extra) throw new Error(chatWords.theFurtherParametersCannotBe(extra.issue))
  return {
    messages,
    ...readSamplerParams(samplers),
    ...(thinking === 'default' ? {} : { enable_thinking: thinking === 'on' }),
    ...(showsChances ? { logprobs: true, top_logprobs: alternatives } : {}),
    ...(isContinued ? { continue_final_message: true, add_generation_prompt: false } : {}),
    ...(prefix && !isContinued ? { response_prefix: prefix } : {}),
    ...(extra.params ? { extra: extra.params } : {}),
  }
}

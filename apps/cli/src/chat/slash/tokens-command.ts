import { getModel } from '@tabby/models'
import { countTokens } from '@tabby/tokens'
import { toMessages } from '../to-messages.js'
import type { SlashCommand } from './slash-command.js'

/** `/tokens` */
export const tokensCommand: SlashCommand = {
  usage: '/tokens',
  meaning: 'how much of the context the conversation takes',
  async run({ client, conversation }, _argument, signal) {
    const messages = toMessages(conversation)
    const count = messages.length === 0 ? 0 : await countTokens(client, { text: messages }, { signal })
    const { parameters } = await getModel(client, { signal })
    const context = parameters?.max_seq_len
    return [context ? `${count} of ${context} tokens, ${Math.round((100 * count) / context)} %` : `${count} tokens`]
  },
}

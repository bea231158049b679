import { getModel } from '@tabby/models'
import { countTokens, getPromptLimit } from '@tabby/tokens'
import { toMessages } from '../conversation.js'
import { parseSwitch, type SlashCommands } from '../slash-command.js'

/** Commands for how much of a conversation the model can read. */
export const contextCommands: SlashCommands = {
  '/tokens': {
    usage: '/tokens',
    description: 'show how much of the context the conversation uses',
    async run({ client, conversation }, _argument, signal) {
      const messages = toMessages(conversation)
      const count = messages.length === 0 ? 0 : await countTokens(client, { text: messages }, { signal })
      const [limit, { parameters }] = await Promise.all([
        getPromptLimit(client, {}, { signal }),
        getModel(client, { signal }),
      ])
      const { max_seq_len: context, cache_size: cache, chunk_size: chunk } = parameters ?? {}
      const why =
        context && chunk && limit < 0.95 * context
          ? [
              `The context has ${context} tokens, but the server keeps ${chunk} of its cache of ${cache ?? context} free while it reads.`,
            ]
          : []
      return [`${count} of ${limit} tokens, ${Math.round((100 * count) / limit)} %`, ...why]
    },
  },
  '/trim': {
    usage: '/trim [on|off]',
    description: 'when the conversation is too long, leave out its oldest turns (on) or refuse (off)',
    completes: ['on', 'off'],
    run({ conversation }, argument) {
      if (argument) conversation.trims = parseSwitch('/trim', argument)
      return [conversation.trims ? 'the oldest turns are left out when needed' : 'no turns are left out']
    },
  },
}

import type { SlashCommand } from './slash-command.js'

/** `/clear` */
export const clearCommand: SlashCommand = {
  usage: '/clear',
  meaning: 'forget what was said; the system prompt stays',
  run({ conversation }) {
    conversation.messages = []
    conversation.images = []
    conversation.lastReasoning = ''
    return Promise.resolve(['forgotten'])
  },
}

import { resolvePath } from '../../input/resolve-path.js'
import { readConversation } from '../read-conversation.js'
import type { SlashCommand } from './slash-command.js'

/** `/load` */
export const loadCommand: SlashCommand = {
  usage: '/load FILE',
  meaning: 'go on with a conversation that was saved',
  async run({ conversation }, path) {
    Object.assign(conversation, await readConversation(resolvePath(path, '/load')))
    return [`${conversation.messages.length} messages`]
  },
}

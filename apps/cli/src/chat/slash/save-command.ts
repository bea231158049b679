import { writeFile } from 'node:fs/promises'
import { UsageError } from '../../failure/usage-error.js'
import { resolvePath } from '../../input/resolve-path.js'
import { toMessages } from '../to-messages.js'
import type { SlashCommand } from './slash-command.js'

/** `/save` */
export const saveCommand: SlashCommand = {
  usage: '/save FILE',
  meaning: 'write the conversation as JSON, in the form that the server takes',
  async run({ conversation }, typed) {
    const path = resolvePath(typed, '/save')
    try {
      // A conversation is nobody else's business on a shared machine.
      await writeFile(path, `${JSON.stringify({ messages: toMessages(conversation) }, null, 2)}\n`, { mode: 0o600 })
    } catch (error) {
      throw new UsageError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`, { cause: error })
    }
    return [`saved to ${path}`]
  },
}

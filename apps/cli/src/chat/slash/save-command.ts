import { stat } from 'node:fs/promises'
import { toRedactedText } from '@tabby/core'
import { writeWholeFile } from '../../files/write-whole-file.js'
import { resolvePath } from '../../input/resolve-path.js'
import { toMessages } from '../to-messages.js'
import type { SlashCommand } from './slash-command.js'

/** `/save` */
export const saveCommand: SlashCommand = {
  usage: '/save FILE',
  meaning: 'write the conversation as JSON, in the form that the server takes; asks before it overwrites',
  async run({ conversation, confirm, terminal }, typed, signal) {
    const path = resolvePath(typed, '/save')
    const text = `${JSON.stringify({ messages: toMessages(conversation) }, null, 2)}\n`
    const isThere = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isThere && !(await confirm(`overwrite ${path}?`))) {
      signal.throwIfAborted()
      return [`not saved: ${path} stays as it was`]
    }
    // A conversation is nobody else's business on a shared machine; a key is nobody's business in a conversation.
    await writeWholeFile(path, toRedactedText(text, [...terminal.secrets]), { mode: 0o600 })
    return [`saved to ${path}`]
  },
}

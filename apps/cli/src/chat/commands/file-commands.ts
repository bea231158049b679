import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { toRedactedText } from '@tabby/core'
import { UsageError } from '../../failure/errors.js'
import { writeWholeFile } from '../../files/whole-file.js'
import { readImage } from '../../input/read-image.js'
import { readTextFile } from '../../input/read-text-file.js'
import { createChatId, toMessages } from '../conversation.js'
import { readConversation } from '../read-conversation.js'
import type { SlashCommands } from '../slash-command.js'

/** Commands that read and write files. */
export const fileCommands: SlashCommands = {
  '/file': {
    usage: '/file FILE',
    description: 'attach a text file to the next message',
    completes: 'file',
    async run({ conversation: { files } }, path) {
      const file = await readTextFile(resolvePath(path, '/file'))
      files.push(file)
      return [`${file.name} is attached to the next message (${file.text.length} characters)`]
    },
  },
  '/image': {
    usage: '/image FILE',
    description: 'attach an image to the next message; the model must have been loaded with vision',
    completes: 'file',
    async run({ conversation: { images } }, path) {
      images.push(await readImage(resolvePath(path, '/image')))
      return [`${images.length} ${images.length === 1 ? 'image' : 'images'} attached to the next message`]
    },
  },
  '/load': {
    usage: '/load FILE',
    description: 'continue a saved conversation',
    completes: 'file',
    async run({ conversation }, path) {
      Object.assign(conversation, await readConversation(resolvePath(path, '/load')), { id: createChatId() })
      const { length } = conversation.messages
      return [`loaded ${length} ${length === 1 ? 'message' : 'messages'}`]
    },
  },
  '/save': {
    usage: '/save FILE',
    description: 'save the conversation as JSON; asks before it overwrites a file',
    completes: 'file',
    async run({ conversation, editor, terminal }, typed, signal) {
      const path = resolvePath(typed, '/save')
      const text = `${JSON.stringify({ messages: toMessages(conversation) }, null, 2)}\n`
      const exists = await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
      if (exists && !(await editor.confirm(`overwrite ${path}?`))) {
        signal.throwIfAborted()
        return [`not saved: ${path} is unchanged`]
      }
      // Other users of the machine must not read a conversation, and nobody a key in one.
      await writeWholeFile(path, toRedactedText(text, [...terminal.secrets]), { mode: 0o600 })
      return [`saved to ${path}`]
    },
  },
}

/**
 * Resolves a path typed into the chat, which has no shell to expand it. `~` becomes the home folder, and the quotes or
 * backslashes that a terminal adds to the name of a dropped file are removed.
 */
function resolvePath(typed: string, command: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(typed)
  const path = quoted?.[2] ?? (process.platform === 'win32' ? typed : typed.replace(/\\(.)/gs, '$1'))
  if (path === '') throw new UsageError(`${command} needs the name of a file`)
  return path === '~' || /^~[/\\]/.test(path) ? join(homedir(), path.slice(1)) : path
}

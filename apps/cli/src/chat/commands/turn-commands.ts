import { toRedactedText } from '@tabby/core'
import { UsageError } from '../../failure/errors.js'
import { editText } from '../../terminal/edit-text.js'
import { createChatId, findLastMessage, readText, takeLastTurn, toQuestion } from '../conversation.js'
import { describeChat } from '../../history/saved-chats.js'
import type { SlashCommands } from '../slash-command.js'

const nothingYet = 'nothing has been said yet'

/** Commands for what was said: again, not at all, otherwise, further. */
export const turnCommands: SlashCommands = {
  '/clear': {
    usage: '/clear',
    description: 'start over; the system prompt stays',
    run({ conversation }) {
      Object.assign(conversation, { id: createChatId(), messages: [], images: [], files: [], lastReasoning: '' })
      return ['conversation cleared']
    },
  },
  '/continue': {
    usage: '/continue',
    description: 'let the model continue its last reply, for example after Ctrl-C',
    async run({ conversation: { messages }, ask }) {
      const last = messages.at(-1)
      if (last?.role !== 'assistant' || readText(last) === '') throw new UsageError('there is no reply to continue')
      await ask(undefined)
      return []
    },
  },
  '/copy': {
    usage: '/copy [NUMBER]',
    description: 'copy the last reply, or one of its code blocks, to the clipboard',
    run({ conversation: { messages }, terminal: { stdout, secrets } }, argument) {
      const reply = findLastMessage(messages, 'assistant')
      if (!reply) throw new UsageError(nothingYet)
      const text = argument === '' ? readText(reply) : findCodeBlock(readText(reply), argument)
      const code = Buffer.from(toRedactedText(text, [...secrets])).toString('base64')
      // OSC 52: the terminal itself puts it there, so it works over SSH too.
      stdout.write(`\u001B]52;c;${code}\u0007`)
      return [`copied ${text.length} characters, if this terminal allows it (OSC 52)`]
    },
  },
  '/edit': {
    usage: '/edit',
    description: 'change the last message and send it again, in $VISUAL or $EDITOR if one is set',
    async run({ conversation, editor, terminal, ask }) {
      const last = findLastMessage(conversation.messages, 'user')
      const before = last ? readText(last) : ''
      const program = terminal.environment['VISUAL'] || terminal.environment['EDITOR']
      if (!program) {
        takeLastTurn(conversation)
        editor.prefill(before)
        return ['change it and send it; set EDITOR to edit in another program']
      }
      const after = (await editor.suspend(() => editText(program, before))).trim()
      if (after === '' || after === before.trim()) return ['nothing was changed']
      takeLastTurn(conversation)
      await ask(toQuestion(after, { images: readImages(last?.content), files: [] }))
      return []
    },
  },
  '/retry': {
    usage: '/retry',
    description: 'ask the last question again, for another reply',
    async run({ conversation, ask }) {
      const turn = takeLastTurn(conversation)
      if (turn.length === 0) throw new UsageError(nothingYet)
      try {
        await ask(turn[0])
      } catch (error) {
        // What was said before is better than nothing.
        if (!conversation.messages.includes(turn[0]!)) conversation.messages.push(...turn)
        throw error
      }
      return []
    },
  },
  '/undo': {
    usage: '/undo',
    description: 'remove the last question and its reply',
    run({ conversation }) {
      const messages = takeLastTurn(conversation)
      if (messages.length === 0) throw new UsageError(nothingYet)
      return [`removed: ${describeChat({ messages }, 60)}`]
    },
  },
}

function readImages(content: unknown): string[] {
  if (!Array.isArray(content)) return []
  return content.flatMap((part: { image_url?: { url?: unknown } }) =>
    typeof part.image_url?.url === 'string' ? [part.image_url.url] : [],
  )
}

function findCodeBlock(text: string, argument: string): string {
  const blocks = Array.from(
    text.matchAll(/^[ \t]*(`{3,}|~{3,})[^\n]*\n(.*?)\n?^[ \t]*\1[ \t]*$/gms),
    ([, , code = '']) => code,
  )
  const block = blocks[Number(argument) - 1]
  if (block !== undefined) return block
  const count = blocks.length === 1 ? '1 code block' : `${blocks.length} code blocks`
  throw new UsageError(`the last reply has ${count}: /copy copies all of it, /copy 1 the first block`)
}

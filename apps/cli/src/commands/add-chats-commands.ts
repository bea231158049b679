import type { Command } from 'commander'
import { readText } from '../chat/conversation.js'
import { setCompletions } from '../completion/completions.js'
import { UsageError } from '../failure/errors.js'
import { describeChat, findChat, readChats, removeChats } from '../history/saved-chats.js'
import { formatTable } from '../output/format-table.js'
import { toPrintable, toVisible } from '../output/terminal-text.js'
import { toJson } from '../output/to-json.js'
import type { Terminal } from '../terminal/terminal.js'
import { formatExamples } from './add-server-command.js'

/** Adds `tabby chats`. */
export function addChatsCommands(program: Command, terminal: Terminal): void {
  const { stdout, colors } = terminal
  const chats = program.command('chats').description('list, show and remove saved conversations')
  chats
    .command('ls')
    .description('list saved conversations, newest first')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby chats ls', 'names, times, models, first words']]))
    .action(async ({ json }: { json?: boolean }) => {
      const { chats: list, damaged } = await readChats(terminal)
      const rows = list.map((chat) => [chat.id, formatTime(chat.updated), chat.model ?? '', describeChat(chat, 60)])
      const lines = formatTable(rows.map((row) => row.map((cell) => toVisible(cell))))
      const width = stdout.isTTY ? stdout.columns : Infinity
      const text = json
        ? toJson(
            list.map(({ messages, ...chat }) => ({
              ...chat,
              turns: messages.length,
              title: describeChat({ messages }, 60),
            })),
          )
        : lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line)).join('\n')
      if (text) stdout.write(`${text}\n`)
      if (damaged.length > 0) {
        const message = `${damaged.join(' and ')} ${damaged.length === 1 ? 'is' : 'are'} damaged: \`tabby chats rm NAME\` removes such a file`
        terminal.stderr.write(json ? `${toJson({ warning: { message } })}\n` : `tabby: warning: ${message}\n`)
      }
    })
  const show = chats
    .command('show [name]')
    .description('show a saved conversation; without a name, the last one')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby chats show k3x', 'the beginning of a name is enough']]))
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const chat = await findChat(terminal, name)
      if (json) return void stdout.write(`${toJson(chat)}\n`)
      for (const message of chat.messages) {
        const mark = message.role === 'user' ? `${colors.green('>')} ` : ''
        const text = readText(message)
        const shown = stdout.isTTY ? toPrintable(text) : text
        if (shown) stdout.write(`${mark}${message.role === 'system' ? colors.dim(shown) : shown}\n\n`)
      }
    })
  const remove = chats
    .command('rm [names...]')
    .description('remove saved conversations')
    .option('--all', 'remove all of them')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby chats rm k3x', 'without asking']]))
    .action(async (names: string[], { all, json }: { all?: boolean; json?: boolean }) => {
      if (names.length === 0 && !all) throw new UsageError('name the conversations to remove, or pass --all')
      const removed = await removeChats(terminal, all ? 'all' : names)
      if (json) stdout.write(`${toJson({ removed })}\n`)
    })
  for (const command of [show, remove]) setCompletions(command, { arguments: 'chat' })
}

/** The time of the user's own clock, to the minute. */
function formatTime(time: string): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return ''
  const pad = (number: number): string => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`
}

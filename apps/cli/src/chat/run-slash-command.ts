import { UsageError } from '../failure/errors.js'
import { formatDefinitions } from '../output/format-definitions.js'
import { toPrintable } from '../output/terminal-text.js'
import { wrapLine } from '../output/wrap-line.js'
import type { Terminal } from '../terminal/terminal.js'
import { contextCommands } from './commands/context-commands.js'
import { displayCommands } from './commands/display-commands.js'
import { fileCommands } from './commands/file-commands.js'
import { modelCommands } from './commands/model-commands.js'
import { turnCommands } from './commands/turn-commands.js'
import type { SlashCommands, SlashSession } from './slash-command.js'

/** All commands of the chat, in the groups of `/help`. */
const groups: Readonly<Record<string, SlashCommands>> = {
  Conversation: turnCommands,
  Context: contextCommands,
  'Model and parameters': modelCommands,
  Files: fileCommands,
  Display: displayCommands,
}

/** All commands of the chat by name. */
export const slashCommands: SlashCommands = Object.assign({}, ...Object.values(groups))

/** Runs a command of the chat. */
export async function runSlashCommand(line: string, session: SlashSession, signal: AbortSignal): Promise<void> {
  const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
  const { stdout } = session.terminal
  if (name === '/help' || name === '/?') return void stdout.write(`${listCommands(session.terminal).join('\n')}\n`)
  const lines = await runKnown(name, argument.trim(), session, signal)
  for (const shown of lines.flatMap((text) => text.split('\n'))) {
    stdout.write(`${wrapLine(toPrintable(shown), stdout.columns)}\n`)
  }
}

function runKnown(name: string, argument: string, session: SlashSession, signal: AbortSignal) {
  const command = Object.hasOwn(slashCommands, name) ? slashCommands[name] : undefined
  if (!command) throw new UsageError(`unknown command ${name}: /help lists all commands`)
  return command.run(session, argument, signal)
}

type Definition = readonly [term: string, meaning: string]

const others: Readonly<Record<string, readonly Definition[]>> = {
  Chat: [
    ['/help, /?', 'show this list'],
    ['/exit, /quit', 'leave, like Ctrl-D'],
  ],
  Keys: [
    ['Tab', 'complete commands, files and names'],
    ['Up, Ctrl-R', 'find earlier messages'],
    ['Alt-Enter', 'begin a new line, as does a backslash at the end of one'],
    ['Ctrl-C', 'stop a reply, clear the line, or leave'],
  ],
}

function listCommands({ stdout, colors, environment }: Terminal): string[] {
  const named = Object.entries(groups).map(([title, commands]) => {
    const rows = Object.values(commands).map(({ usage, description }): Definition => [usage, description])
    return [title, rows.sort(([left], [right]) => left.localeCompare(right))] as const
  })
  // There the terminal itself edits lines.
  const isDumb = environment['TERM'] === 'dumb'
  const all = [...named, ...Object.entries(others).filter(([title]) => !isDumb || title !== 'Keys')]
  const width = Math.max(...all.flatMap(([, rows]) => rows.map(([term]) => term.length)))
  return all.flatMap(([title, rows], place) => [
    ...(place === 0 ? [] : ['']),
    colors.bold(title),
    ...formatDefinitions(rows, { columns: stdout.columns, width, indent: '  ' }),
  ])
}

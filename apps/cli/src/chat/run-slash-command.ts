import { UsageError } from '../failure/errors.js'
import { formatDefinitions } from '../output/format-definitions.js'
import { toPrintable } from '../output/terminal-text.js'
import { wrapLine } from '../output/wrap-line.js'
import { fileCommands } from './commands/file-commands.js'
import { settingCommands } from './commands/setting-commands.js'
import { turnCommands } from './commands/turn-commands.js'
import type { SlashCommands, SlashSession } from './slash-command.js'

/** All commands of the chat, in the order of the alphabet. */
export const slashCommands: SlashCommands = Object.fromEntries(
  Object.entries({ ...turnCommands, ...fileCommands, ...settingCommands }).sort(([left], [right]) =>
    left.localeCompare(right),
  ),
)

/** Runs a command of the chat. */
export async function runSlashCommand(line: string, session: SlashSession, signal: AbortSignal): Promise<void> {
  const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
  const { stdout } = session.terminal
  const lines = name === '/help' ? listCommands(stdout.columns) : await runKnown(name, argument.trim(), session, signal)
  for (const shown of lines.flatMap((text) => text.split('\n'))) {
    stdout.write(`${wrapLine(toPrintable(shown), stdout.columns)}\n`)
  }
}

function runKnown(name: string, argument: string, session: SlashSession, signal: AbortSignal) {
  const command = Object.hasOwn(slashCommands, name) ? slashCommands[name] : undefined
  if (!command) throw new UsageError(`unknown command ${name}: /help lists all commands`)
  return command.run(session, argument, signal)
}

const listCommands = (columns: number): string[] => [
  ...formatDefinitions(
    [
      ...Object.values(slashCommands).map(({ usage, description }): [string, string] => [usage, description]),
      ['/exit, /quit', 'leave, like Ctrl-D'],
    ],
    columns,
  ),
  'Tab completes, Up and Ctrl-R find earlier messages, Alt-Enter or a backslash at the end of a line begins a new line.',
]

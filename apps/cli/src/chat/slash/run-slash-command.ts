import { UsageError } from '../../failure/usage-error.js'
import { formatTable } from '../../output/format-table.js'
import { toPrintable } from '../../output/to-printable.js'
import { clearCommand } from './clear-command.js'
import { imageCommand } from './image-command.js'
import { loadCommand } from './load-command.js'
import { modelCommand } from './model-command.js'
import { reasoningCommand } from './reasoning-command.js'
import { saveCommand } from './save-command.js'
import type { SlashCommand, SlashSession } from './slash-command.js'
import { systemCommand } from './system-command.js'
import { tokensCommand } from './tokens-command.js'
import { toolsCommand } from './tools-command.js'

const commands: Readonly<Record<string, SlashCommand>> = {
  '/clear': clearCommand,
  '/image': imageCommand,
  '/load': loadCommand,
  '/model': modelCommand,
  '/reasoning': reasoningCommand,
  '/save': saveCommand,
  '/system': systemCommand,
  '/tokens': tokensCommand,
  '/tools': toolsCommand,
}

/** Runs a command of the chat. */
export async function runSlashCommand(line: string, session: SlashSession, signal: AbortSignal): Promise<void> {
  const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
  const lines = name === '/help' ? listCommands() : await runKnown(name, argument.trim(), session, signal)
  for (const shown of lines) session.terminal.stdout.write(`${toPrintable(shown)}\n`)
}

function runKnown(name: string, argument: string, session: SlashSession, signal: AbortSignal) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`there is no command ${name}; /help lists those that there are`)
  return command.run(session, argument, signal)
}

const listCommands = (): string[] => [
  ...formatTable([
    ...Object.values(commands).map(({ usage, meaning }) => [usage, meaning]),
    ['/exit, /quit', 'leave; Ctrl-C and Ctrl-D do the same'],
  ]),
  'A backslash at the end of a line goes on in the next one.',
]

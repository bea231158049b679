import type { Command } from 'commander'
import { type Completions, setCompletions } from '../completion/completions.js'
import type { Terminal } from '../terminal/terminal.js'
import { type CommandContext, type ContextFlags, openContext } from './open-context.js'

/** A command that talks to a server. */
interface ServerCommand<Flags> {
  /** Its name and arguments: `load <name>`. */
  readonly usage: string
  readonly description: string
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  /** What its words name, for shells that complete them. */
  readonly completions?: Completions
  /** Adds flags of its own. */
  configure?(command: Command): void
  /** Completes the flags before they name a server. */
  resolveFlags?(flags: Flags & ContextFlags): Promise<Flags & ContextFlags>
  run(context: CommandContext, words: readonly string[], flags: Flags & ContextFlags): Promise<void>
}

/** Adds a command with the flags that all commands for a server have. */
export function addServerCommand<Flags>(parent: Command, terminal: Terminal, definition: ServerCommand<Flags>): void {
  const command = parent.command(definition.usage).description(definition.description)
  definition.configure?.(command)
  setCompletions(command, { ...definition.completions, '--server': 'server' })
  command
    .option('--server <name>', 'name of a saved server, see `tabby servers ls`')
    .option('--url <address>', 'address of the server (default: TABBY_BASE_URL)')
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples(definition.examples))
    .action(async () => {
      const given = command.opts<Flags & ContextFlags>()
      const flags = (await definition.resolveFlags?.(given)) ?? given
      const context = await openContext(flags, terminal)
      try {
        await definition.run(context, command.args, flags)
      } finally {
        context.report.settle()
      }
    })
}

/** The last part of a help text. */
export function formatExamples(examples: readonly (readonly [line: string, meaning: string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length))
  return `\nExamples:\n${examples.map(([line, meaning]) => `  ${line.padEnd(width)}   ${meaning}`).join('\n')}`
}

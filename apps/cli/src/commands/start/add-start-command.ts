import type { Command } from 'commander'
import type { Terminal } from '../../terminal/terminal.js'
import { runStart, type StartFlags } from './start-command.js'

const examples = `
Examples:
  tabby start                          show the server, load a model if none is loaded, chat
  tabby start "Say hello"              the same, with this question first
  echo "Say hello" | tabby start       one answer, then the end
  tabby start --json "Say hello"       the same as JSON lines`

/** Adds `tabby start`, which `npm start` runs. */
export function addStartCommand(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('show the server, see that a model is loaded, and chat; starts an emulator if no server is named')
    .argument('[prompt...]', 'what to ask; without a terminal default standard input')
    .option('--server <name>', 'one of `tabby servers`')
    .option('--url <address>', 'address of the server, default TABBY_BASE_URL')
    .option('--model <name>', 'model to load if another one, or none, is loaded')
    .option('--json', 'write JSON lines')
    .addHelpText('after', examples)
    .action((words: string[], flags: StartFlags) => runStart(words, flags, terminal))
}

import { Command } from 'commander'
import { addStartCommand } from './commands/add-start-command.js'
import type { Terminal } from './terminal/terminal.js'

/** The whole command line. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('tabby')
    .description('Chat with a TabbyAPI server (theroyallab/tabbyAPI) and look after its models')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => write(`tabby: ${text.replace(/^error: /, '').replace(/\s*\n\s*(?=\S)/g, ' ')}`),
    })
    .showHelpAfterError(false)
    .addHelpText('after', helpAfter)
  addStartCommand(program, terminal)
  return program
}

const helpAfter = `
Environment:
  TABBY_BASE_URL    where the server is (also accepted: TABBY_API_ENDPOINT)
  TABBY_API_KEY     key for generating and reading
  TABBY_ADMIN_KEY   key for loading models
  NO_COLOR          no colours, whatever the value

Exit codes:
  0 done · 1 the server said no, or broke off · 2 wrong usage · 3 no server reached, or no answer in time
  4 key missing or wrong · 130 interrupted`

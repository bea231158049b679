import { Command } from 'commander'
import { addBatchCommands } from './batch/add-batch-commands.js'
import { addBenchCommand } from './commands/add-bench-command.js'
import { addDoctorCommand } from './commands/add-doctor-command.js'
import { addEmulatorCommand } from './commands/add-emulator-command.js'
import { addHealthCommand } from './commands/add-health-command.js'
import { addWhoamiCommand } from './commands/add-whoami-command.js'
import { addChatCommand } from './commands/add-chat-command.js'
import { addCompletionCommand } from './commands/add-completion-command.js'
import { addCompleteCommand } from './commands/add-complete-command.js'
import { addEmbedCommand } from './commands/add-embed-command.js'
import { addLoginCommands } from './commands/add-login-commands.js'
import { addLoraCommands } from './commands/add-lora-commands.js'
import { addMcpCommand } from './commands/add-mcp-command.js'
import { addModelsCommands } from './commands/models/add-models-commands.js'
import { addSamplingCommands } from './commands/add-sampling-commands.js'
import { addServersCommands } from './commands/add-servers-commands.js'
import { addTemplatesCommands } from './commands/add-templates-commands.js'
import { addTokensCommands } from './commands/add-tokens-commands.js'
import { addStartCommand } from './commands/add-start-command.js'
import type { Terminal } from './terminal/terminal.js'

/** The whole command line. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('tabby')
    .description('Chat with a TabbyAPI server (theroyallab/tabbyAPI) and manage its models')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      // Written by reportFailure, like every other failure: as text or as JSON.
      outputError: () => undefined,
    })
    .showHelpAfterError(false)
    .addHelpText('after', helpAfter)
  addStartCommand(program, terminal)
  addChatCommand(program, terminal)
  addCompleteCommand(program, terminal)
  addEmbedCommand(program, terminal)
  addModelsCommands(program, terminal)
  addLoraCommands(program, terminal)
  addTemplatesCommands(program, terminal)
  addSamplingCommands(program, terminal)
  addTokensCommands(program, terminal)
  addHealthCommand(program, terminal)
  addWhoamiCommand(program, terminal)
  addDoctorCommand(program, terminal)
  addBenchCommand(program, terminal)
  addBatchCommands(program, terminal)
  addServersCommands(program, terminal)
  addLoginCommands(program, terminal)
  addMcpCommand(program, terminal)
  addEmulatorCommand(program, terminal)
  addCompletionCommand(program, terminal)
  return program
}

const helpAfter = `
Environment:
  TABBY_BASE_URL    address of the server (also: TABBY_API_ENDPOINT)
  TABBY_API_KEY     key for generating and reading
  TABBY_ADMIN_KEY   key for loading models
  NO_COLOR          set to any value to turn colours off

Exit codes:
  0 done · 1 the server refused or failed · 2 wrong usage · 3 cannot reach the server, or no response in time
  4 key missing or wrong · 130 interrupted`

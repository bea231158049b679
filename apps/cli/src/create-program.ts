import { Command } from 'commander'
import { readVersion } from './read-version.js'
import type { Terminal } from './terminal/terminal.js'

/** Adds a command with its flags and its help. */
type AddCommand = (program: Command, terminal: Terminal) => void

/** A command as the help lists it. What it does is loaded when it is named, so that every other one starts faster. */
interface CommandEntry {
  readonly name: string
  readonly description: string
  readonly isHidden?: boolean
  load(): Promise<AddCommand>
}

const commands: readonly CommandEntry[] = [
  {
    name: 'start',
    description: 'show the server, load a model if none is loaded, and chat; starts an emulator if no server is set',
    load: async () => (await import('./commands/add-start-command.js')).addStartCommand,
  },
  {
    name: 'chat',
    description: 'chat in a terminal; in a pipe, write one reply to standard output',
    load: async () => (await import('./commands/add-chat-command.js')).addChatCommand,
  },
  {
    name: 'chats',
    description: 'list, show and remove saved conversations',
    load: async () => (await import('./commands/add-chats-commands.js')).addChatsCommands,
  },
  {
    name: 'presets',
    description: 'saved system prompts and samplers, by name',
    load: async () => (await import('./commands/add-presets-commands.js')).addPresetsCommands,
  },
  {
    name: 'complete',
    description: 'continue a text, without a prompt template',
    load: async () => (await import('./commands/add-complete-command.js')).addCompleteCommand,
  },
  {
    name: 'embed',
    description: 'embed texts: each argument, each file, or each line of standard input is one text',
    load: async () => (await import('./commands/add-embed-command.js')).addEmbedCommand,
  },
  {
    name: 'models',
    description: 'list, load, unload and download models',
    load: async () => (await import('./commands/models/add-models-commands.js')).addModelsCommands,
  },
  {
    name: 'lora',
    description: 'list, load and unload LoRAs',
    load: async () => (await import('./commands/add-lora-commands.js')).addLoraCommands,
  },
  {
    name: 'templates',
    description: 'list, show and switch prompt templates',
    load: async () => (await import('./commands/add-templates-commands.js')).addTemplatesCommands,
  },
  {
    name: 'sampling',
    description: 'sampler overrides: default or forced values for everybody who uses the server',
    load: async () => (await import('./commands/add-sampling-commands.js')).addSamplingCommands,
  },
  {
    name: 'tokens',
    description: "encode, decode and count tokens with the loaded model's tokenizer",
    load: async () => (await import('./commands/add-tokens-commands.js')).addTokensCommands,
  },
  {
    name: 'ps',
    description: 'show which servers are up, and what is loaded',
    load: async () => (await import('./commands/add-ps-command.js')).addPsCommand,
  },
  {
    name: 'health',
    description: 'show whether the server is healthy; exit code 1 if it is not',
    load: async () => (await import('./commands/add-health-command.js')).addHealthCommand,
  },
  {
    name: 'whoami',
    description: 'show what the key is allowed to do: api (generate and read) or admin (load and switch too)',
    load: async () => (await import('./commands/add-whoami-command.js')).addWhoamiCommand,
  },
  {
    name: 'doctor',
    description: 'find out what is wrong with the connection; exit code 1 if a check fails',
    load: async () => (await import('./commands/add-doctor-command.js')).addDoctorCommand,
  },
  {
    name: 'bench',
    description: 'measure time to first token, prefill and speed by prompt length and number of parallel requests',
    load: async () => (await import('./commands/add-bench-command.js')).addBenchCommand,
  },
  {
    name: 'batch',
    description: 'send thousands of requests, and resume after an interruption',
    load: async () => (await import('./batch/add-batch-commands.js')).addBatchCommands,
  },
  {
    name: 'servers',
    description: 'saved servers and their keys',
    load: async () => (await import('./commands/add-servers-commands.js')).addServersCommands,
  },
  {
    name: 'login',
    description: 'log in at the gateway of a server, with a code that you type in on any device',
    load: async () => (await import('./commands/add-login-command.js')).addLoginCommand,
  },
  {
    name: 'logout',
    description: 'forget the tokens of `tabby login`',
    load: async () => (await import('./commands/add-logout-command.js')).addLogoutCommand,
  },
  {
    name: 'mcp',
    description: 'serve the server as MCP tools over standard input and output, for programs such as Claude Desktop',
    load: async () => (await import('./commands/add-mcp-command.js')).addMcpCommand,
  },
  {
    name: 'emulator',
    description: 'run an emulated TabbyAPI server, without a GPU',
    load: async () => (await import('./commands/add-emulator-command.js')).addEmulatorCommand,
  },
  {
    name: 'completion',
    description: 'print a script that lets a shell complete commands, flags and names',
    load: async () => (await import('./commands/add-completion-command.js')).addCompletionCommand,
  },
  {
    name: 'complete-words',
    description: 'what the scripts of `tabby completion` call when the user presses Tab',
    isHidden: true,
    async load() {
      const { addCompleteWordsCommand } = await import('./commands/add-complete-words-command.js')
      return (program, terminal) => addCompleteWordsCommand(program, terminal, createProgram)
    },
  },
]

/** The command line: all commands by name, and the one that the words name with all it has. */
export async function createProgram(terminal: Terminal, words: readonly string[]): Promise<Command> {
  const named = words[0] === 'help' ? words[1] : words[0]
  const program = new Command('tabby')
    .description('Chat with a TabbyAPI server (theroyallab/tabbyAPI) and manage its models')
    .version(readVersion(), '-V, --version', 'show the version of this program')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      // Written by reportFailure, like every other failure: as text or as JSON.
      outputError: () => undefined,
    })
    .showHelpAfterError(false)
    .addHelpText('after', helpAfter)
  for (const { name, description, isHidden = false, load } of commands) {
    if (name === named) {
      // The help of all commands needs nothing of it, and starts faster without.
      const { redactOutput } = await import('./terminal/redact-output.js')
      redactOutput(terminal)
      const add = await load()
      add(program, terminal)
    } else program.command(name, { hidden: isHidden }).description(description)
  }
  return program
}

const helpAfter = `
Environment:
  TABBY_BASE_URL    address of the server (also: TABBY_API_ENDPOINT)
  TABBY_SERVER      name of a saved server, in place of the address
  TABBY_API_KEY     key for generating and reading
  TABBY_ADMIN_KEY   key for loading models
  TABBY_HISTORY     set to off to remember neither questions nor conversations
  NO_COLOR          set to any value to turn colours off

Exit codes:
  0 done · 1 the server refused or failed · 2 wrong usage · 3 cannot reach the server, or no response in time
  4 key missing or wrong · 130 interrupted`

import { createInterface } from 'node:readline'
import type { CheckedCall, Tool } from '@tabby/chat'
import type { Command } from 'commander'
import { answerQuestion } from '../chat/answer-question.js'
import { checkSettings } from '../chat/check-settings.js'
import { greet } from '../chat/greet.js'
import { createConversation, toQuestion } from '../chat/conversation.js'
import { loadTools } from '../chat/load-tools.js'
import { openChatLog } from '../chat/open-chat-log.js'
import { readSchema } from '../chat/read-schema.js'
import { runConversation } from '../chat/run-conversation.js'
import { InterruptedError, UsageError } from '../failure/errors.js'
import { isHistoryOff } from '../history/find-data-folder.js'
import { resumeConversation } from '../history/resume-conversation.js'
import { saveChat } from '../history/saved-chats.js'
import { readImage } from '../input/read-image.js'
import { readPrompt, readStandardInput } from '../input/read-input.js'
import { readTextFile } from '../input/read-text-file.js'
import { addMcpFlags, type McpFlags } from '../mcp/mcp-flags.js'
import { openMcpServers } from '../mcp/open-mcp-servers.js'
import { createReport } from '../output/create-report.js'
import { findPreset } from '../presets/saved-presets.js'
import { readSettings } from '../settings/saved-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { collectValue } from './flags.js'
import { addSamplingFlags, type SamplingFlags, toSamplingParams } from './sampling-flags.js'

interface ChatFlags extends SamplingFlags, McpFlags {
  continue?: boolean
  file?: string[]
  fold?: boolean
  image?: string[]
  plain?: boolean
  preset?: string
  print?: boolean
  private?: boolean
  resume?: string
  schema?: string
  system?: string
  systemFile?: string
  tools?: string
  trim?: boolean
  yes?: boolean
}

/** Adds `tabby chat`: a conversation in a terminal, one reply otherwise. */
export function addChatCommand(program: Command, terminal: Terminal): void {
  addServerCommand<ChatFlags>(program, terminal, {
    usage: 'chat [prompt...]',
    description: 'chat in a terminal; in a pipe, write one reply to standard output',
    examples: [
      ['tabby chat', 'a conversation; /help lists its commands'],
      ['tabby chat -c', 'continue the last conversation; `tabby chats ls` lists all'],
      ['tabby chat -p "Say hello"', 'one reply, also in a terminal'],
      ['git diff | tabby chat "Review this:" -', '`-` stands for standard input'],
      ['tabby chat --file notes.txt "What is missing?"', 'attach a text file'],
      ['tabby chat --image cat.png "What is this?"', 'the model must have been loaded with --vision'],
      ['tabby chat --tools tools.js', 'the model can call the tools of a file; asks before each call'],
      ['tabby chat --mcp "uvx mcp-server-fetch"', 'the model can call the tools of an MCP server; asks too'],
      ['tabby chat --json --set top_k=40 "Hi"', 'JSON lines, and a parameter without a flag of its own'],
    ],
    completions: { '--preset': 'preset', '--resume': 'chat' },
    configure(command) {
      command
        .option('-p, --print', 'write one reply and leave, also in a terminal')
        .option('-c, --continue', 'continue the last conversation')
        .option('--resume <file>', 'continue a saved conversation: a file, or a name of `tabby chats ls`')
        .option('--preset <name>', 'begin with a saved system prompt, samplers and server, see `tabby presets`')
        .option('--system <text>', 'system prompt')
        .option('--system-file <path>', 'system prompt from a text file')
        .option('--file <path>', 'attach a text file to the first message (repeatable)', collectValue)
        .option('--image <file>', 'attach an image to the first message (repeatable)', collectValue)
        .option('--schema <file>', 'reply with JSON that matches the JSON schema in a file')
        .option('--tools <file>', 'ES module whose default export is a list of tools for the model')
        .option('-y, --yes', 'run tools without asking')
        .option('--no-trim', 'refuse a conversation that is too long instead of leaving out its oldest turns')
        .option('--fold', 'do not show the reasoning')
        .option('--plain', 'no layout, colours or control characters: the text of the reply alone')
        .option(
          '--log <file>',
          'add prompts, replies and what MCP servers write to standard error to a file, as JSON lines',
        )
        .option('--private', 'remember neither messages nor the conversation (also: TABBY_HISTORY=off)')
      addMcpFlags(command)
      addSamplingFlags(command)
    },
    async resolveFlags(flags) {
      if (flags.preset === undefined || flags.server !== undefined || flags.url !== undefined) return flags
      const { server } = await findPreset(terminal, flags.preset)
      return server === undefined ? flags : { ...flags, server }
    },
    async run({ client, url, signal, json }, words, flags) {
      const { file = [], image = [], schema, tools, yes: autoApprove = false } = flags
      if (flags.system !== undefined && flags.systemFile !== undefined) {
        throw new UsageError('pass either --system or --system-file, not both')
      }
      const system = flags.systemFile === undefined ? flags.system : (await readTextFile(flags.systemFile)).text.trim()
      const preset = flags.preset === undefined ? {} : await findPreset(terminal, flags.preset)
      const given = toSamplingParams(flags)
      const sampling = {
        ...preset.sampling,
        ...given,
        ...(schema === undefined ? {} : { json_schema: await readSchema(schema) }),
      }
      if (Number(sampling.n) > 1) throw new UsageError('chat shows a single reply: n must be 1')
      const log = flags.log === undefined ? undefined : openChatLog(flags.log, terminal)
      const isPrivate = flags.private ?? isHistoryOff(terminal)
      const isContinued = flags.continue || flags.resume !== undefined
      const isConversation = terminal.isInteractive && !json && !flags.print
      const statistics = { areShown: (await readSettings(terminal)).stats }
      const report = createReport(terminal, { json, answerOnly: true, isPlain: flags.plain ?? false, statistics })
      const mcp = await openMcpServers(flags, { terminal, report, log })
      const { allowed } = mcp
      try {
        const offered = joinTools(tools === undefined ? [] : await loadTools(tools), mcp.tools)
        const conversation = createConversation({
          ...(preset.system === undefined ? {} : { system: preset.system }),
          ...(isContinued ? await resumeConversation(terminal, flags.resume) : {}),
          ...(system === undefined ? {} : { system }),
          images: await Promise.all(image.map(readImage)),
          files: await Promise.all(file.map(readTextFile)),
          foldsReasoning: flags.fold ?? false,
          trims: flags.trim ?? true,
          tools: offered,
          sampling,
        })
        const question = await readChatPrompt(words, terminal, isConversation)
        for (const text of flags.set ? await checkSettings(given) : []) await report.show({ type: 'note', text })
        if (isConversation) {
          const known = await greet(client, url, { terminal, signal, conversation })
          const session = { client, terminal, report, conversation, autoApprove, allowed, isPrivate, log, statistics }
          return await runConversation({ ...session, ...known }, question)
        }
        if (offered.length > 0 && !autoApprove && !flags.allowReadOnly) {
          throw new UsageError('cannot ask for confirmation without a terminal: use --yes with --tools and --mcp')
        }
        if (!question) throw new UsageError('no prompt: pass it as arguments or through a pipe')
        const approve = ({ name }: CheckedCall) => allowed.has(name) || 'nobody is there to allow the call'
        const options = { report, signal, log, ...(autoApprove ? {} : { approve }) }
        await answerQuestion(client, conversation, toQuestion(question, conversation), options)
        if (isContinued && !isPrivate) await saveChat(terminal, conversation, { server: client.baseUrl })
      } finally {
        report.settle()
        await mcp.close()
      }
    },
  })
}

/** Tools of a file and of MCP servers. */
function joinTools(own: readonly Tool[], others: readonly Tool[]): Tool[] {
  const names = new Set(own.map((tool) => tool.function.name))
  const twice = others.find((tool) => names.has(tool.function.name))
  if (twice) throw new UsageError(`--tools and an MCP server both have a tool named ${twice.function.name}`)
  return [...own, ...others]
}

/** The words, with standard input in place of a `-`; without words, standard input. */
async function readChatPrompt(words: readonly string[], terminal: Terminal, isConversation: boolean): Promise<string> {
  if (!words.includes('-')) return readPrompt(words, terminal)
  const input = await (isConversation ? readTyped(terminal) : readStandardInput(terminal))
  return words
    .map((word) => (word === '-' ? `\n${input.trim()}` : word))
    .join(' ')
    .trim()
}

/** Reads with a line editor, which leaves standard input open for the chat afterwards. */
async function readTyped({ stdin, stdout, colors, interrupted }: Terminal): Promise<string> {
  const lines: string[] = []
  const editor = createInterface({ input: stdin, output: stdout, terminal: true, signal: interrupted })
  stdout.write(colors.dim('Type the text for `-`; Ctrl-D on an empty line ends it.\n'))
  let isStopped = false
  editor.on('SIGINT', () => {
    isStopped = true
    editor.close()
  })
  for await (const line of editor) lines.push(line)
  stdout.write('\n')
  if (isStopped) throw new InterruptedError()
  interrupted.throwIfAborted()
  return lines.join('\n')
}

import { createInterface } from 'node:readline'
import type { CheckedCall, Tool } from '@tabby/chat'
import type { Command } from 'commander'
import { answerQuestion } from '../chat/answer-question.js'
import { createConversation } from '../chat/conversation.js'
import { readConversation } from '../chat/read-conversation.js'
import { runConversation } from '../chat/run-conversation.js'
import { InterruptedError, UsageError } from '../failure/errors.js'
import { readImage } from '../input/read-image.js'
import type { Terminal } from '../terminal/terminal.js'
import { loadTools } from '../chat/load-tools.js'
import { addMcpFlags, type McpFlags } from '../mcp/mcp-flags.js'
import { openMcpServers } from '../mcp/open-mcp-servers.js'
import { addServerCommand } from './add-server-command.js'
import { addSamplingFlags, type SamplingFlags, toSamplingParams } from './sampling-flags.js'
import { collectValue } from './flags.js'
import { readPrompt, readStandardInput } from '../input/read-input.js'

interface ChatFlags extends SamplingFlags, McpFlags {
  fold?: boolean
  image?: string[]
  resume?: string
  system?: string
  tools?: string
  yes?: boolean
}

/** Adds `tabby chat`: a conversation in a terminal, one reply otherwise. */
export function addChatCommand(program: Command, terminal: Terminal): void {
  addServerCommand<ChatFlags>(program, terminal, {
    usage: 'chat [prompt...]',
    description: 'chat in a terminal; in a pipe, write one reply to standard output',
    examples: [
      ['tabby chat', 'a conversation; /help lists its commands'],
      ['tabby chat "Say hello" > hello.txt', 'one reply'],
      ['git diff | tabby chat "Review this:" -', '`-` stands for standard input'],
      ['tabby chat --image cat.png "What is this?"', 'the model must have been loaded with --vision'],
      ['tabby chat --tools tools.js', 'the model can call the tools of a file; asks before each call'],
      ['tabby chat --mcp "uvx mcp-server-fetch"', 'the model can call the tools of an MCP server; asks too'],
      ['tabby chat --json --set top_k=40 "Hi"', 'JSON lines, and a parameter without a flag of its own'],
    ],
    configure(command) {
      command
        .option('--system <text>', 'system prompt')
        .option('--image <file>', 'attach an image to the first message (repeatable)', collectValue)
        .option('--resume <file>', 'continue a conversation that /save has written')
        .option('--tools <file>', 'ES module whose default export is a list of tools for the model')
        .option('-y, --yes', 'run tools without asking')
        .option('--fold', 'do not show the reasoning')
      addMcpFlags(command)
      addSamplingFlags(command)
    },
    async run({ client, signal, report, json }, words, flags) {
      const { image = [], resume, system, tools, fold = false, yes: autoApprove = false } = flags
      const sampling = toSamplingParams(flags)
      if (Number(sampling.n) > 1) throw new UsageError('chat shows a single reply: n must be 1')
      const mcp = await openMcpServers(flags, { terminal, report })
      try {
        const offered = joinTools(tools === undefined ? [] : await loadTools(tools), mcp.tools)
        const conversation = createConversation({
          ...(resume === undefined ? {} : await readConversation(resume)),
          ...(system === undefined ? {} : { system }),
          images: await Promise.all(image.map(readImage)),
          foldsReasoning: fold,
          tools: offered,
          sampling,
        })
        const isConversation = terminal.isInteractive && !json
        const question = await readChatPrompt(words, terminal, isConversation)
        const { allowed } = mcp
        const session = { client, terminal, report, conversation, autoApprove, allowed }
        if (isConversation) return await runConversation(session, question)
        if (offered.length > 0 && !autoApprove && !flags.allowReadOnly) {
          throw new UsageError('cannot ask for confirmation without a terminal: use --yes with --tools and --mcp')
        }
        if (!question) throw new UsageError('no prompt: pass it as arguments or through a pipe')
        const approve = ({ name }: CheckedCall) => allowed.has(name) || 'nobody is there to allow the call'
        await answerQuestion(client, conversation, question, { report, signal, ...(autoApprove ? {} : { approve }) })
      } finally {
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

import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { answerQuestion } from '../chat/answer-question.js'
import { createConversation } from '../chat/conversation.js'
import { readConversation } from '../chat/read-conversation.js'
import { runConversation } from '../chat/run-conversation.js'
import { InterruptedError, UsageError } from '../failure/errors.js'
import { readImage } from '../input/read-image.js'
import type { Terminal } from '../terminal/terminal.js'
import { loadTools } from '../chat/load-tools.js'
import { addServerCommand } from './add-server-command.js'
import { addSamplingFlags, type SamplingFlags, toSamplingParams } from './sampling-flags.js'
import { collectValue } from './flags.js'
import { readPrompt, readStandardInput } from '../input/read-input.js'

interface ChatFlags extends SamplingFlags {
  fold?: boolean
  image?: string[]
  resume?: string
  system?: string
  tools?: string
  yes?: boolean
}

/** Adds `tabby chat`: a conversation where somebody sits there, one answer otherwise. */
export function addChatCommand(program: Command, terminal: Terminal): void {
  addServerCommand<ChatFlags>(program, terminal, {
    usage: 'chat [prompt...]',
    description: 'chat; through a pipe, one answer on standard output and everything else on standard error',
    examples: [
      ['tabby chat', 'a conversation; /help lists what can be done in it'],
      ['tabby chat "Say hello" > hello.txt', 'one answer'],
      ['git diff | tabby chat "Review this:" -', '`-` puts standard input behind the words'],
      ['tabby chat --image cat.png "What is this?"', 'the model has to be loaded with its vision part'],
      ['tabby chat --tools tools.js', 'the model may call what the file exports, after a yes to each call'],
      ['tabby chat --json --set top_k=40 "Hi"', 'JSON lines, and a sampler without a flag of its own'],
    ],
    configure(command) {
      command
        .option('--system <text>', 'what the model is told before everything else')
        .option('--image <file>', 'images for the first question (repeatable)', collectValue)
        .option('--resume <file>', 'go on with a conversation that /save wrote')
        .option('--tools <file>', 'ES module that exports a list of tools by default, which the model may call')
        .option('-y, --yes', 'do not ask before a tool runs')
        .option('--fold', 'do not write thoughts out')
      addSamplingFlags(command)
    },
    async run({ client, signal, report, json }, words, flags) {
      const { image = [], resume, system, tools, fold = false, yes: isSure = false } = flags
      const sampling = toSamplingParams(flags)
      if (Number(sampling.n) > 1) throw new UsageError('chat shows one answer: it takes no n above 1')
      const conversation = createConversation({
        ...(resume === undefined ? {} : await readConversation(resume)),
        ...(system === undefined ? {} : { system }),
        images: await Promise.all(image.map(readImage)),
        foldsReasoning: fold,
        tools: tools === undefined ? [] : await loadTools(tools),
        sampling,
      })
      const isConversation = terminal.isInteractive && !json
      const question = await readChatPrompt(words, terminal, isConversation)
      const session = { client, terminal, report, conversation, isSure }
      if (isConversation) return runConversation(session, question)
      if (tools !== undefined && !isSure) throw new UsageError('nobody is there to ask: --tools needs --yes here')
      if (!question) throw new UsageError('nothing to ask: give it as words or through a pipe')
      await answerQuestion(client, conversation, question, { report, signal })
    },
  })
}

/** The words, with standard input in place of a `-`; without words standard input alone. */
async function readChatPrompt(words: readonly string[], terminal: Terminal, isConversation: boolean): Promise<string> {
  if (!words.includes('-')) return readPrompt(words, terminal)
  const input = await (isConversation ? readTyped(terminal) : readStandardInput(terminal))
  return words
    .map((word) => (word === '-' ? `\n${input.trim()}` : word))
    .join(' ')
    .trim()
}

/** Reads with a line editor, which leaves standard input open for the chat that follows. */
async function readTyped({ stdin, stdout, colors, interrupted }: Terminal): Promise<string> {
  const lines: string[] = []
  const editor = createInterface({ input: stdin, output: stdout, terminal: true, signal: interrupted })
  stdout.write(colors.dim('Type what stands in place of -; Ctrl-D on an empty line ends it.\n'))
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

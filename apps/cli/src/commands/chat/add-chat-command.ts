import type { Command } from 'commander'
import { answerQuestion } from '../../chat/answer-question.js'
import { createConversation } from '../../chat/create-conversation.js'
import { readConversation } from '../../chat/read-conversation.js'
import { runConversation } from '../../chat/run-conversation.js'
import { UsageError } from '../../failure/usage-error.js'
import { readImage } from '../../input/read-image.js'
import type { Terminal } from '../../terminal/terminal.js'
import { loadTools } from '../../tools/load-tools.js'
import { addServerCommand } from '../add-server-command.js'
import { addSamplingFlags, type SamplingFlags } from '../generate/add-sampling-flags.js'
import { toSamplingParams } from '../generate/to-sampling-params.js'
import { readChatPrompt } from './read-chat-prompt.js'
import { collectValue } from '../collect-value.js'

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

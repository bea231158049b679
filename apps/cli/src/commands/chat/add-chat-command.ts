import type { Command } from 'commander'
import { answerQuestion } from '../../chat/answer-question.js'
import { createConversation } from '../../chat/create-conversation.js'
import { readConversation } from '../../chat/read-conversation.js'
import { runConversation } from '../../chat/run-conversation.js'
import { UsageError } from '../../failure/usage-error.js'
import { readImage } from '../../input/read-image.js'
import type { Terminal } from '../../terminal/terminal.js'
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
      ['tabby chat --json --set top_k=40 "Hi"', 'JSON lines, and a sampler without a flag of its own'],
    ],
    configure(command) {
      command
        .option('--system <text>', 'what the model is told before everything else')
        .option('--image <file>', 'images for the first question (repeatable)', collectValue)
        .option('--resume <file>', 'go on with a conversation that /save wrote')
        .option('--fold', 'do not write thoughts out')
      addSamplingFlags(command)
    },
    async run({ client, signal, report, json }, words, flags) {
      const { image = [], resume, system, fold = false } = flags
      const conversation = createConversation({
        ...(resume === undefined ? {} : await readConversation(resume)),
        ...(system === undefined ? {} : { system }),
        images: await Promise.all(image.map(readImage)),
        foldsReasoning: fold,
        sampling: toSamplingParams(flags),
      })
      const question = await readChatPrompt(words, terminal)
      if (terminal.isInteractive && !json) return runConversation({ client, terminal, report, conversation }, question)
      if (!question) throw new UsageError('nothing to ask: give it as words or through a pipe')
      await answerQuestion(client, conversation, question, { report, signal })
    },
  })
}

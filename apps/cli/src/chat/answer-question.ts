import type { TabbyClient } from '@tabby/core'
import type { Report } from '../output/report.js'
import type { Conversation } from './conversation.js'
import { streamAnswer } from './stream-answer.js'
import { toMessages } from './to-messages.js'
import { toQuestion } from './to-question.js'

/**
 * Answers a question within a conversation. What was said stays said, also when the answer is stopped or breaks off
 * half-way; a question without any answer is taken back.
 */
export async function answerQuestion(
  client: TabbyClient,
  conversation: Conversation,
  question: string,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<void> {
  const { messages, images, sampling } = conversation
  messages.push(toQuestion(question, images))
  let heard = ''
  let thought = ''
  const listening: Report = {
    ...report,
    async show(event) {
      if (event.type === 'text') heard += event.text
      if (event.type === 'reasoning' && conversation.foldsReasoning) {
        if (!thought) await report.show({ type: 'note', text: 'thinking; /reasoning shows it afterwards' })
      } else await report.show(event)
      if (event.type === 'reasoning') thought += event.text
    },
  }
  try {
    const params = { ...sampling, messages: toMessages(conversation) }
    await streamAnswer(client, params, { report: listening, signal })
  } finally {
    if (heard) {
      messages.push({ role: 'assistant', content: heard })
      conversation.images = []
      conversation.lastReasoning = thought
    } else messages.pop()
  }
}

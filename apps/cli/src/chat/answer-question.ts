import type { StreamToolsOptions, ToolStep } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import type { Report } from '../output/report.js'
import { type Conversation, toMessages, toQuestion } from './conversation.js'
import { streamAnswer, streamToolAnswer } from './stream-answer.js'

/** Where an answer goes, and who is asked before a tool runs. */
export interface AnswerOptions extends Pick<StreamToolsOptions, 'approve'> {
  readonly report: Report
  readonly signal: AbortSignal
  /** Whether commands can be typed afterwards. */
  readonly isConversation?: boolean
}

/**
 * Answers a question within a conversation. What was said stays said, also when the answer is stopped or breaks off
 * half-way; a question without any answer is taken back.
 */
export async function answerQuestion(
  client: TabbyClient,
  conversation: Conversation,
  question: string,
  { report, isConversation = false, ...options }: AnswerOptions,
): Promise<void> {
  const { messages, images, sampling, tools, usesTools } = conversation
  messages.push(toQuestion(question, images))
  const asked = messages.length
  let heard = ''
  let thought = ''
  const folded = isConversation ? 'thinking; /reasoning shows it afterwards' : 'thinking'
  const listening: Report = {
    ...report,
    async show(event) {
      if (event.type === 'text') heard += event.text
      if (event.type === 'reasoning' && conversation.foldsReasoning) {
        if (!thought) await report.show({ type: 'note', text: folded })
      } else await report.show(event)
      if (event.type === 'reasoning') thought += event.text
    },
  }
  const keep = ({ answer, results }: ToolStep): void => {
    const [choice] = answer.choices
    if (choice) messages.push(choice.message)
    for (const { call, content } of results) messages.push({ role: 'tool', tool_call_id: call.id, content })
    heard = ''
  }
  try {
    const params = { ...sampling, messages: toMessages(conversation) }
    const given = { report: listening, ...options }
    if (usesTools && tools.length > 0) await streamToolAnswer(client, params, { ...given, tools, keep })
    else await streamAnswer(client, params, given)
  } finally {
    if (heard) messages.push({ role: 'assistant', content: heard })
    if (messages.length === asked) messages.pop()
    else {
      conversation.images = []
      conversation.lastReasoning = thought
    }
  }
}

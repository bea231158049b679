import type { StreamToolsOptions, ToolStep } from '@tabby/chat'
import { type ChatMessage, isTabbyError, type TabbyClient } from '@tabby/core'
import { fitMessages } from '@tabby/tokens'
import type { Report } from '../output/report.js'
import { type Conversation, toMessages, toQuestion } from './conversation.js'
import { streamAnswer, streamToolAnswer } from './stream-answer.js'

/** Where a reply is shown, and who is asked before a tool runs. */
export interface AnswerOptions extends Pick<StreamToolsOptions, 'approve'> {
  readonly report: Report
  readonly signal: AbortSignal
  /** Whether commands can be typed afterwards. */
  readonly isConversation?: boolean
}

/** Tokens that stay free for the reply when a conversation is shortened and nobody said how many. */
const replyTokens = 512

/**
 * Answers a question within a conversation. What was said stays in it, even if the reply is stopped or interrupted; a
 * question without any reply is removed. If the conversation no longer fits the context, the oldest messages are left
 * out of the request, and stay in the conversation.
 */
export async function answerQuestion(
  client: TabbyClient,
  conversation: Conversation,
  question: string,
  { report, isConversation = false, ...options }: AnswerOptions,
): Promise<void> {
  const { messages, sampling, tools, usesTools } = conversation
  const offered = usesTools ? tools : []
  messages.push(toQuestion(question, conversation.images))
  const asked = messages.length
  let text = ''
  let reasoning = ''
  const recordingReport: Report = {
    ...report,
    async show(event) {
      if (event.type === 'text') text += event.text
      if (event.type === 'reasoning' && conversation.foldsReasoning) {
        if (!reasoning) await report.show({ type: 'note', text: isConversation ? foldedNote : 'reasoning ...' })
      } else await report.show(event)
      if (event.type === 'reasoning') reasoning += event.text
    },
  }
  const onStep = ({ answer, results }: ToolStep): void => {
    const [choice] = answer.choices
    if (choice) messages.push(choice.message)
    for (const { call, content } of results) messages.push({ role: 'tool', tool_call_id: call.id, content })
    text = ''
  }
  const ask = (sent: ChatMessage[]): Promise<void> => {
    const params = { ...sampling, messages: sent }
    const target = { report: recordingReport, ...options }
    return offered.length > 0
      ? streamToolAnswer(client, params, { ...target, tools: offered, onStep })
      : streamAnswer(client, params, target)
  }
  try {
    const whole = toMessages(conversation)
    try {
      await ask(whole)
    } catch (error) {
      const isTooLong = isTabbyError(error) && error.code === 'context_length_exceeded'
      // A single question that is too long cannot be shortened, and a run of tools has changed the conversation.
      if (!isTooLong || asked === 1 || messages.length > asked) throw error
      const max_tokens = Number(sampling.max_tokens) || replyTokens
      const fitted = await fitMessages(client, { messages: whole, max_tokens, tools: offered }, options).catch(() => {
        options.signal.throwIfAborted()
        throw error
      })
      const { length } = fitted.dropped
      if (length === 0) throw error
      const what = length === 1 ? 'the oldest message was' : `the oldest ${length} messages were`
      await report.show({ type: 'note', text: `the conversation is too long for the model: ${what} left out` })
      await ask(fitted.messages)
    }
  } finally {
    if (text) messages.push({ role: 'assistant', content: text })
    if (messages.length === asked) messages.pop()
    else {
      conversation.images = []
      conversation.lastReasoning = reasoning
    }
  }
}

const foldedNote = 'reasoning ... (/reasoning shows it afterwards)'

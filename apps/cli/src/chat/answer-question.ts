import type { ChatCompletionParams, StreamToolsOptions, ToolStep } from '@tabby/chat'
import { type ChatMessage, isTabbyError, type TabbyClient } from '@tabby/core'
import { fitMessages } from '@tabby/tokens'
import { RefusedError } from '../failure/errors.js'
import type { EndEvent, Report } from '../output/report.js'
import type { ChatLog } from './open-chat-log.js'
import { type Conversation, readText, toMessages } from './conversation.js'
import { explainNoModel } from './explain-no-model.js'
import { streamAnswer, streamToolAnswer } from './stream-answer.js'

/** Where a reply is shown, and who is asked before a tool runs. */
export interface AnswerOptions extends Pick<StreamToolsOptions, 'approve'> {
  readonly report: Report
  readonly signal: AbortSignal
  /** Whether commands can be typed afterwards. */
  readonly isConversation?: boolean
  /** Where prompts and replies are written down. */
  readonly log?: ChatLog | undefined
}

/** Tokens that stay free for the reply when a conversation is shortened and nobody said how many. */
const replyTokens = 512

/**
 * Answers a question within a conversation, or continues the last reply if there is none. What was said stays in it,
 * even if the reply is stopped or interrupted; a question without any reply is removed.
 */
export async function answerQuestion(
  client: TabbyClient,
  conversation: Conversation,
  question: ChatMessage | undefined,
  options: AnswerOptions,
): Promise<void> {
  const { messages } = conversation
  const begun = question ? undefined : messages.at(-1)
  if (question) messages.push(question)
  const asked = messages.length
  const recording = createRecording(conversation, options)
  const onStep = ({ answer, results }: ToolStep): void => {
    const [choice] = answer.choices
    if (choice) {
      messages.push(choice.message)
      const { tool_calls } = choice.message
      options.log?.write({ type: 'reply', text: readText(choice.message), ...(tool_calls && { tool_calls }) })
    }
    for (const { call, content } of results) {
      messages.push({ role: 'tool', tool_call_id: call.id, content })
      options.log?.write({ type: 'tool_result', tool_call_id: call.id, content })
    }
    recording.text = ''
  }
  try {
    await askWithinContext(client, conversation, {
      ...options,
      report: recording.report,
      onStep,
      isContinued: !question,
    })
  } catch (error) {
    options.log?.write({ type: 'error', message: error instanceof Error ? error.message : String(error) })
    throw await explainNoModel(error, client, options.isConversation ?? false)
  } finally {
    const { text, reasoning, end } = recording
    if (text && begun) messages[messages.length - 1] = { ...begun, content: readText(begun) + text }
    else if (text) messages.push({ role: 'assistant', content: text })
    // Steps of tools were written down already.
    if (text || (reasoning && messages.length === asked))
      options.log?.write({ type: 'reply', text, ...(reasoning && { reasoning }), ...end })
    if (question && messages.length === asked) messages.pop()
    else {
      conversation.images = []
      conversation.files = []
      conversation.lastReasoning = reasoning
    }
  }
}

/** What a reply has so far. */
interface Recording {
  text: string
  reasoning: string
  end: Omit<EndEvent, 'type'> | undefined
  readonly report: Report
}

/** Records what is shown of a reply, and folds its reasoning. */
function createRecording(
  { foldsReasoning }: Conversation,
  { report, isConversation = false }: Pick<AnswerOptions, 'report' | 'isConversation'>,
): Recording {
  const recording: Recording = {
    text: '',
    reasoning: '',
    end: undefined,
    report: {
      ...report,
      async show(event) {
        if (event.type === 'text') recording.text += event.text
        if (event.type === 'end') {
          const { type: _type, ...end } = event
          recording.end = end
        }
        if (event.type === 'reasoning' && foldsReasoning) {
          const note = isConversation ? foldedNote : 'reasoning ...'
          if (!recording.reasoning) await report.show({ type: 'note', text: note })
        } else await report.show(event)
        if (event.type === 'reasoning') recording.reasoning += event.text
      },
    },
  }
  return recording
}

interface AskOptions extends AnswerOptions, Pick<StreamToolsOptions, 'onStep'> {
  readonly isContinued: boolean
}

/** Asks; if the conversation no longer fits the context, once more without its oldest turns. */
async function askWithinContext(
  client: TabbyClient,
  { messages, sampling, system, tools, trims, usesTools }: Conversation,
  { isContinued, log, onStep, ...options }: AskOptions,
): Promise<void> {
  const { report, signal } = options
  const offered = usesTools && !isContinued ? tools : []
  const whole = toMessages({ system, messages })
  const asked = messages.length
  const continuation = { add_generation_prompt: false, continue_final_message: true }
  const ask = (sent: ChatMessage[]): Promise<void> => {
    const params: ChatCompletionParams = { ...sampling, ...(isContinued && continuation), messages: sent }
    log?.write({ type: 'prompt', server: client.baseUrl, ...params })
    return offered.length > 0
      ? streamToolAnswer(client, params, { ...options, tools: offered, ...(onStep && { onStep }) })
      : streamAnswer(client, params, options)
  }
  try {
    await ask(whole)
  } catch (error) {
    const isTooLong = isTabbyError(error) && error.code === 'context_length_exceeded'
    // A single question that is too long cannot be shortened, and a run of tools has changed the conversation.
    if (!isTooLong || asked === 1 || messages.length > asked) throw error
    if (!trims) throw new RefusedError(trimIsOff, { cause: error })
    const max_tokens = Number(sampling.max_tokens) || replyTokens
    const fitted = await fitMessages(client, { messages: whole, max_tokens, tools: offered }, { signal }).catch(() => {
      signal.throwIfAborted()
      throw error
    })
    const { length } = fitted.dropped
    if (length === 0) throw error
    const what = length === 1 ? 'the oldest message was' : `the oldest ${length} messages were`
    await report.show({ type: 'note', text: `the conversation is too long for the model: ${what} left out` })
    await ask(fitted.messages)
  }
}

const foldedNote = 'reasoning ... (/reasoning shows it afterwards)'
const trimIsOff =
  'the conversation is too long for the model, and leaving out its oldest turns is off: turn it on with /trim on, or remove the last turn with /undo'

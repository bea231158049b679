import { measureStream, type MeasuredStream, type ToolContext } from '@tabby/chat'
import type { TabbyClient, ToolCall } from '@tabby/core'
import { describeFailure } from '../../server/explain-failure.js'
import type { AnswerEvent } from '../answer/answer-event.js'
import { createAnswerWriter } from '../answer/create-answer-writer.js'
import { streamAnswer } from '../answer/stream-answer.js'
import type { AnswerStatistics, AnswerTurn } from '../conversation/conversation.js'
import { addTurn } from '../conversation/add-turn.js'
import { createId } from '../conversation/create-conversation.js'
import { readBranch } from '../conversation/read-branch.js'
import { replaceTurn } from '../conversation/replace-turn.js'
import { toMessages } from '../conversation/to-messages.js'
import { readAnswerSchema } from '../settings/read-answer-schema.js'
import { builtInTools } from '../tools/built-in-tools.js'
import { chatSettings } from './chat-settings.js'
import { current, updateConversation } from './conversations.js'
import { announcement, liveAnswer, liveId, pendingCall } from './generation.js'
import { toChatParams } from './to-chat-params.js'

/** How often a reply is saved while it is written, in milliseconds, so that a closed tab loses little. */
const keepInterval = 1500

let running: AbortController | undefined

/** Stops the reply that is being written; what has arrived stays. */
export function stopAnswer(): void {
  running?.abort()
}

/** Writes a reply to the message `parent`, in the current conversation. */
export async function writeAnswer(client: TabbyClient, parent: string): Promise<void> {
  if (running) return
  const controller = new AbortController()
  running = controller
  const { id: conversationId, system } = current.value
  const branch = readBranch(current.value).map(({ turn }) => turn)
  const history = branch.slice(0, branch.findIndex(({ id }) => id === parent) + 1)
  const startedAt = performance.now()
  const writer = createAnswerWriter()
  let measured: MeasuredStream<AnswerEvent> | undefined
  let turn: AnswerTurn = { id: createId(), parent, role: 'assistant', parts: [], model: '', end: 'writing' }
  updateConversation(conversationId, (conversation) => addTurn(conversation, turn))
  liveAnswer.value = turn
  liveId.value = turn.id
  announcement.value = 'The reply begins'

  let frame = 0
  let keptAt = startedAt
  const show = () => {
    frame = 0
    turn = { ...turn, parts: writer.read(), statistics: readStatistics(measured) }
    liveAnswer.value = turn
    if (performance.now() - keptAt < keepInterval) return
    keptAt = performance.now()
    updateConversation(conversationId, (conversation) => replaceTurn(conversation, turn))
  }

  try {
    const settings = chatSettings.value
    const schema = readAnswerSchema(settings)
    const tools = builtInTools.filter(({ tool }) => settings.tools.includes(tool.function.name)).map(({ tool }) => tool)
    const approve = async (_checked: unknown, { call }: ToolContext) =>
      !settings.asksBeforeCalls || (await askForCall(call, controller.signal))
    const params = toChatParams(settings, toMessages(system, history))
    measured = measureStream(streamAnswer(client, params, { signal: controller.signal, tools, schema, approve }), {
      startedAt,
      // In a reply with a schema, each value is roughly one token.
      ...(schema && { isToken: ({ type }) => type === 'object' }),
    })
    for await (const event of measured) {
      writer.add(event)
      // Before it waits for approval: if the page is reloaded meanwhile, the call is still there.
      if (event.type === 'tool-call') {
        turn = { ...turn, parts: writer.read() }
        updateConversation(conversationId, (conversation) => replaceTurn(conversation, turn))
      }
      // A frame shows everything since the last one; drawing each token would fall behind a fast model.
      frame ||= requestAnimationFrame(show)
      if (event.type === 'end') {
        turn = { ...turn, model: event.model, end: event.end || 'stop', statistics: readStatistics(measured) }
      }
    }
    turn = { ...turn, parts: writer.read() }
    announcement.value = `The reply is finished, ${turn.statistics?.tokens ?? 0} tokens`
  } catch (error) {
    turn = { ...turn, parts: writer.read(), statistics: readStatistics(measured) }
    if (controller.signal.aborted) {
      turn = { ...turn, end: 'stopped' }
      announcement.value = 'The reply was stopped'
    } else {
      turn = { ...turn, end: 'failed', failure: describeFailure(error) }
      announcement.value = `The reply failed. ${turn.failure}`
    }
  } finally {
    cancelAnimationFrame(frame)
    running = undefined
    pendingCall.value = undefined
    updateConversation(conversationId, (conversation) => replaceTurn(conversation, turn))
    liveId.value = undefined
    liveAnswer.value = undefined
  }
}

/** The statistics of a reply, as they are saved. */
function readStatistics(measured: MeasuredStream<AnswerEvent> | undefined): AnswerStatistics | undefined {
  if (!measured) return undefined
  const { usage, serverTokensPerSecond, interTokenLatency: _latency, speeds, ...figures } = measured.statistics
  const tokensPerSecond = serverTokensPerSecond ?? figures.tokensPerSecond
  return { ...figures, tokensPerSecond, promptTokens: usage?.prompt_tokens, speeds: [...speeds] }
}

function askForCall(call: ToolCall, signal: AbortSignal): Promise<boolean> {
  announcement.value = `The model wants to call ${call.function.name}. Allow or deny it.`
  return new Promise((resolve, reject) => {
    const decide = (isAllowed: boolean) => {
      pendingCall.value = undefined
      resolve(isAllowed)
    }
    pendingCall.value = { call, decide }
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

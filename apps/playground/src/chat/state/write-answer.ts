import type { TabbyClient, ToolCall } from '@tabby/core'
import { createAnswerWriter } from '../answer/create-answer-writer.js'
import { createSpeedMeter } from '../answer/create-speed-meter.js'
import { describeChatFailure } from '../answer/describe-chat-failure.js'
import { streamAnswer } from '../answer/stream-answer.js'
import type { AnswerTurn } from '../conversation/conversation.js'
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

/** How often an answer is kept while it is written, in milliseconds, so that a closed tab loses little. */
const keepInterval = 1500

let running: AbortController | undefined

/** Stops the answer that is being written; what is there of it stays. */
export function stopAnswer(): void {
  running?.abort()
}

/** Answers the question at the end of the branch that leads to `parent`, in the conversation that is looked at. */
export async function writeAnswer(client: TabbyClient, parent: string): Promise<void> {
  if (running) return
  const controller = new AbortController()
  running = controller
  const { id: conversationId, system } = current.value
  const branch = readBranch(current.value).map(({ turn }) => turn)
  const history = branch.slice(0, branch.findIndex(({ id }) => id === parent) + 1)
  const startedAt = performance.now()
  const writer = createAnswerWriter()
  const meter = createSpeedMeter(startedAt)
  let turn: AnswerTurn = { id: createId(), parent, role: 'assistant', parts: [], model: '', end: 'writing' }
  updateConversation(conversationId, (conversation) => addTurn(conversation, turn))
  liveAnswer.value = turn
  liveId.value = turn.id
  announcement.value = 'The answer begins'

  let frame = 0
  let keptAt = startedAt
  const show = () => {
    frame = 0
    turn = { ...turn, parts: writer.read(), statistics: meter.read() }
    liveAnswer.value = turn
    if (performance.now() - keptAt < keepInterval) return
    keptAt = performance.now()
    updateConversation(conversationId, (conversation) => replaceTurn(conversation, turn))
  }

  try {
    const settings = chatSettings.value
    const schema = readAnswerSchema(settings)
    const tools = builtInTools.filter(({ tool }) => settings.tools.includes(tool.function.name)).map(({ tool }) => tool)
    const approve = async (call: ToolCall) => !settings.asksBeforeCalls || (await askForCall(call, controller.signal))
    const params = toChatParams(settings, toMessages(system, history))
    for await (const event of streamAnswer(client, params, { signal: controller.signal, tools, schema, approve })) {
      if (event.type === 'text' || event.type === 'reasoning' || event.type === 'object') meter.add(performance.now())
      writer.add(event)
      // Before it waits for a yes: who reloads the page meanwhile finds what was asked for.
      if (event.type === 'tool-call') {
        turn = { ...turn, parts: writer.read() }
        updateConversation(conversationId, (conversation) => replaceTurn(conversation, turn))
      }
      // A frame shows all that came since the one before; drawing each token would fall behind a fast model.
      frame ||= requestAnimationFrame(show)
      if (event.type === 'end') {
        turn = { ...turn, model: event.model, end: event.end || 'stop', statistics: meter.read(event.usage) }
      }
    }
    turn = { ...turn, parts: writer.read() }
    announcement.value = `The answer is finished, ${turn.statistics?.tokens ?? 0} tokens`
  } catch (error) {
    turn = { ...turn, parts: writer.read(), statistics: meter.read() }
    if (controller.signal.aborted) {
      turn = { ...turn, end: 'stopped' }
      announcement.value = 'The answer was stopped'
    } else {
      turn = { ...turn, end: 'failed', failure: describeChatFailure(error) }
      announcement.value = `The answer failed. ${turn.failure}`
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

function askForCall(call: ToolCall, signal: AbortSignal): Promise<boolean> {
  announcement.value = `The model wants to call ${call.function.name}. Allow or refuse it.`
  return new Promise((resolve, reject) => {
    const decide = (isAllowed: boolean) => {
      pendingCall.value = undefined
      resolve(isAllowed)
    }
    pendingCall.value = { call, decide }
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

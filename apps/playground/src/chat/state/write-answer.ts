import { signal } from '@preact/signals'
import { measureStream, type MeasuredStream, type ToolContext } from '@tabby/chat'
import type { TabbyClient, ToolCall } from '@tabby/core'
import { checkAgain } from '../../connection/check-again.js'
import { describeFailure } from '../../server/explain-failure.js'
import { chatWords } from '../../words/chat-words.js'
import type { AnswerEvent } from '../answer/answer-event.js'
import { createAnswerWriter } from '../answer/create-answer-writer.js'
import { readFailureKind } from '../answer/read-failure-kind.js'
import { streamAnswer } from '../answer/stream-answer.js'
import { streamFitting } from '../answer/stream-fitting.js'
import { addTurn } from '../conversation/add-turn.js'
import type { AnswerStatistics, AnswerTurn } from '../conversation/conversation.js'
import { createId } from '../conversation/create-conversation.js'
import { readBranch } from '../conversation/read-branch.js'
import { replaceTurn } from '../conversation/replace-turn.js'
import { toMessages } from '../conversation/to-messages.js'
import { addPassages } from '../documents/add-passages.js'
import { listUsedMcpTools } from '../mcp/list-used-mcp-tools.js'
import { readAnswerSchema } from '../settings/read-answer-schema.js'
import { collectTools, isBuiltIn } from '../tools/collect-tools.js'
import { allowTool, isToolAllowed } from './allowed-tools.js'
import { chatSettings } from './chat-settings.js'
import { current, findConversation, updateConversation } from './conversations.js'
import { announcement, type Generation, generations, type PendingCall, setGeneration } from './generation.js'
import { toChatParams } from './to-chat-params.js'

/** How often a reply is saved while it is written, in milliseconds, so that a closed tab loses little. */
const keepInterval = 1500

/** What a reply is written to. */
export interface AnswerPlace {
  conversationId: string
  /** The turn that it replies to. */
  parent: string
  /** The reply that is continued. One that is not in the conversation becomes another version. */
  continued?: AnswerTurn | undefined
}

/** Writes a reply in a conversation, or continues one. Other conversations may be writing meanwhile. */
export async function writeAnswer(client: TabbyClient, place: AnswerPlace): Promise<void> {
  const { conversationId, parent, continued } = place
  const conversation = findConversation(conversationId)
  if (!conversation || generations.value.has(conversationId)) return
  const controller = new AbortController()
  const branch = readBranch(conversation).map(({ turn }) => turn)
  const before = branch.slice(0, branch.findIndex(({ id }) => id === parent) + 1)
  const isKnown = conversation.turns.some(({ id }) => id === continued?.id)
  const startedAt = performance.now()
  const settings = chatSettings.value
  const writer = createAnswerWriter(continued?.parts)
  let measured: MeasuredStream<AnswerEvent> | undefined
  let turn: AnswerTurn = continued
    ? { ...continued, end: 'writing', failure: undefined, failed: undefined }
    : { id: createId(), parent, role: 'assistant', parts: [], model: '', end: 'writing' }
  updateConversation(conversationId, (each) => (isKnown ? replaceTurn(each, turn) : addTurn(each, turn)))
  const generation: Generation = {
    turnId: turn.id,
    turn: signal(turn),
    pendingCall: signal<PendingCall | undefined>(undefined),
    stop: () => controller.abort(),
  }
  setGeneration(conversationId, generation)
  const announce = (text: string) => {
    const isOpen = current.value.id === conversationId
    announcement.value = isOpen ? text : chatWords.inAnotherConversation(text)
  }
  announce(chatWords.theReplyBegins)

  let frame = 0
  let keptAt = startedAt
  const show = () => {
    frame = 0
    turn = { ...turn, parts: writer.read(), statistics: readStatistics(measured) }
    generation.turn.value = turn
    if (performance.now() - keptAt < keepInterval) return
    keptAt = performance.now()
    updateConversation(conversationId, (each) => replaceTurn(each, turn))
  }

  try {
    const schema = readAnswerSchema(settings)
    // A reply with a schema calls none.
    const tools = schema
      ? []
      : [...collectTools(settings.tools), ...(await listUsedMcpTools(settings.tools, controller.signal))]
    const approve = async (_checked: unknown, { call }: ToolContext) => {
      const { name } = call.function
      if ((!settings.asksBeforeCalls && isBuiltIn(name)) || isToolAllowed(conversationId, name)) return true
      announce(chatWords.theModelWantsToCall(call.function.name))
      return askForCall(generation, { conversationId, call, aborted: controller.signal })
    }
    const asked = continued ? before : await addPassages(client, conversationId, before, controller.signal)
    const history = continued ? [...asked, continued] : asked
    const params = toChatParams(settings, toMessages(conversation.system, history), {
      isContinued: continued !== undefined,
    })
    const prefix = continued ? '' : (params.response_prefix ?? '')
    if (prefix) writer.add({ type: 'text', text: prefix })
    const { signal: aborted } = controller
    const stream = streamFitting(client, params, {
      signal: aborted,
      isAllowed: settings.leavesOut,
      stream: (fitted) => streamAnswer(client, fitted, { signal: aborted, tools, schema, approve }),
      onLeftOut: (leftOut) => (turn = { ...turn, leftOut }),
    })
    measured = measureStream(stream, {
      startedAt,
      // In a reply with a schema, each value is roughly one token.
      ...(schema && { isToken: ({ type }) => type === 'object' }),
    })
    for await (const event of measured) {
      writer.add(event)
      // Before it waits for approval: if the page is reloaded meanwhile, the call is still there.
      if (event.type === 'tool-call') {
        turn = { ...turn, parts: writer.read() }
        updateConversation(conversationId, (each) => replaceTurn(each, turn))
      }
      // A frame shows everything since the last one; drawing each token would fall behind a fast model.
      frame ||= requestAnimationFrame(show)
      if (event.type === 'end') {
        turn = { ...turn, model: event.model, end: event.end || 'stop', statistics: readStatistics(measured) }
      }
    }
    turn = { ...turn, parts: writer.read() }
    announce(chatWords.theReplyIsFinishedTokens(turn.statistics?.tokens ?? 0))
  } catch (error) {
    turn = { ...turn, parts: writer.read(), statistics: readStatistics(measured) }
    if (controller.signal.aborted) {
      turn = { ...turn, end: 'stopped' }
      announce(chatWords.theReplyWasStopped)
    } else {
      const failure = describeFailure(error)
      turn = { ...turn, end: 'failed', failed: readFailureKind(error, measured !== undefined), failure }
      announce(chatWords.theReplyFailed(failure))
      // The header must not go on saying that all is well.
      void checkAgain()
    }
  } finally {
    cancelAnimationFrame(frame)
    updateConversation(conversationId, (each) => replaceTurn(each, turn))
    setGeneration(conversationId, undefined)
  }
}

/** The statistics of a reply, as they are saved. */
function readStatistics(measured: MeasuredStream<AnswerEvent> | undefined): AnswerStatistics | undefined {
  if (!measured) return undefined
  const { usage, serverTokensPerSecond, interTokenLatency: _latency, speeds, ...figures } = measured.statistics
  const tokensPerSecond = serverTokensPerSecond ?? figures.tokensPerSecond
  return { ...figures, tokensPerSecond, promptTokens: usage?.prompt_tokens, speeds: [...speeds] }
}

function askForCall(
  { pendingCall }: Generation,
  { conversationId, call, aborted }: { conversationId: string; call: ToolCall; aborted: AbortSignal },
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const decide = (isAllowed: boolean) => {
      pendingCall.value = undefined
      resolve(isAllowed)
    }
    const allowAlways = () => {
      allowTool(conversationId, call.function.name)
      decide(true)
    }
    pendingCall.value = { call, decide, allowAlways }
    aborted.addEventListener('abort', () => reject(aborted.reason), { once: true })
  })
}

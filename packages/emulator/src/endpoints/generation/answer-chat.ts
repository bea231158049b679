import type { GeneratedToken, JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import type { OutputPiece } from '../../engine/output/output-piece.js'
import { replyJson } from '../../http/reply.js'
import { spacedJson } from '../../json/write-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { randomHex } from '../../state/random-hex.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { ChatCompletionRequest } from './chat-request.js'
import { createChoiceReader } from './choice-reader.js'
import { collectJobs, createGrowingText } from './collect-jobs.js'
import { finishReason } from './finish-reason.js'
import { chatLogprobs, collectChatLogprobs } from './logprobs.js'
import type { ChatPlan } from './plan-chat.js'
import type { FrameSource } from './stream-frames.js'
import { writeUsage } from './usage.js'

/** Generates a chat completion and answers with all of it. */
export async function answerChat(
  body: ChatCompletionRequest,
  model: LoadedModel,
  plan: ChatPlan,
  signal: AbortSignal,
): Promise<Response> {
  const startChoice = () => ({
    reader: createChoiceReader(body, model, plan.beginsInReasoning),
    content: createGrowingText(),
    reasoning: createGrowingText(),
    logprobs: body.logprobs ? collectChatLogprobs(countCandidates(body)) : undefined,
    end: undefined as JobEnd | undefined,
  })
  // Each is made for its first event: thousands at once would hold up the event loop.
  const started = new Map<number, ReturnType<typeof startChoice>>()
  const getChoice = (index: number) => {
    const choice = started.get(index) ?? startChoice()
    started.set(index, choice)
    return choice
  }
  const take = (event: JobChunk | JobEnd): void => {
    const target = getChoice(event.choice)
    const { splitter } = target.reader
    const pieces = event.type === 'end' ? splitter.finish() : splitter.feed(event.text)
    for (const piece of pieces) target[piece.channel].add(piece.text)
    if (event.type === 'end') target.end = event
    else if (splitter.isContent) target.logprobs?.add(event.tokens)
  }
  const ends = await collectJobs(plan.jobs, signal, { logprobs: body.logprobs ? countCandidates(body) : 0, take })
  const interrupted = ends.some((end) => end.eosReason === null)
  return replyJson({
    id: `cmpl-${randomHex()}`,
    choices: plan.jobs.map((_job, index) => {
      const { reader, content: text, reasoning, logprobs, end } = getChoice(index)
      const content = text.whole()
      const isBlank = content.trim() === ''
      return {
        index,
        finish_reason: end ? finishReason(end, reader.hasToolText()) : 'stop',
        eos_reason: end?.eosReason ?? null,
        stop_str: end?.stopText ?? null,
        message: {
          role: 'assistant',
          // Nothing but blanks counts as nothing here, though a stream sends it (chat_whitespace_output).
          content: isBlank ? null : content,
          reasoning_content: reasoning.whole() || null,
          tool_calls: reader.toolCalls(),
          tool_call_id: null,
        },
        logprobs: isBlank ? null : (logprobs?.whole() ?? null),
      }
    }),
    created: unixSeconds(),
    model: model.name,
    object: 'chat.completion',
    usage: body.stream_options?.include_usage && !interrupted ? writeUsage(ends) : null,
  })
}

/** How many candidates each token of a chat is shown with: a number above 1 asks for them as `top_logprobs` does. */
function countCandidates({ logprobs, top_logprobs: top }: ChatCompletionRequest): number {
  return Math.max(logprobs !== null && logprobs > 1 ? logprobs : 0, top ?? 0)
}

interface Delta {
  content?: string
  reasoning_content?: string
}

/** Several pieces of one event, in one delta. */
function mergePieces(pieces: readonly OutputPiece[]): Delta {
  const join = (channel: OutputPiece['channel']): string =>
    pieces.flatMap((piece) => (piece.channel === channel ? [piece.text] : [])).join('')
  const [content, reasoning] = [join('content'), join('reasoning')]
  return { ...(content && { content }), ...(reasoning && { reasoning_content: reasoning }) }
}

/** Writes the frames of a streamed chat completion. */
export function streamChat(body: ChatCompletionRequest, model: LoadedModel, plan: ChatPlan): FrameSource['write'] {
  const choices = plan.jobs.map(() => ({
    reader: createChoiceReader(body, model, plan.beginsInReasoning),
    /** Tokens of content that are not shown yet: text that was held back comes with the next. */
    unshown: [] as GeneratedToken[],
  }))
  const ends: JobEnd[] = []
  const head = `data: {"id": "chatcmpl-${randomHex()}", "object": "chat.completion.chunk", "created": `
  const tail = `, "model": ${JSON.stringify(model.name)}}\r\n\r\n`
  const top = countCandidates(body)

  const write = (choice: string, usage = ''): string => `${head}${unixSeconds()}, "choices": [${choice}]${usage}${tail}`

  /** The log probabilities that go with a delta, as the last member of its choice. */
  const takeLogprobs = (delta: Delta, unshown: GeneratedToken[]): string => {
    if (delta.content === undefined || unshown.length === 0) return ''
    return `, "logprobs": ${spacedJson(chatLogprobs(unshown.splice(0), top))}`
  }

  return (event, last) => {
    const { choice: index } = event
    const choice = choices[index]
    if (!choice) return []
    const { reader, unshown } = choice
    if (event.type === 'chunk') {
      const delta = mergePieces(reader.splitter.feed(event.text))
      if (body.logprobs && reader.splitter.isContent) unshown.push(...event.tokens)
      if (delta.content === undefined && delta.reasoning_content === undefined) return []
      const logprobs = takeLogprobs(delta, unshown)
      return [write(`{"index": ${index}, "delta": ${spacedJson(delta)}, "finish_reason": null${logprobs}}`)]
    }
    // What was held back, since it might have become a tag, comes with the end.
    const rest = mergePieces(reader.splitter.finish())
    ends.push(event)
    const calls = reader.toolCalls()
    const delta = calls ? { ...rest, tool_calls: calls } : rest
    const reason = JSON.stringify(finishReason(event, reader.hasToolText()))
    const begun = `{"index": ${index}, "delta": ${spacedJson(delta)}, "finish_reason": `
    const logprobs = takeLogprobs(rest, unshown)
    if (!body.stream_options?.include_usage || !last) {
      return [write(`${begun}${reason}, "eos_reason": ${JSON.stringify(event.eosReason)}${logprobs}}`)]
    }
    // The last choice ends with the usage instead, and loses its eos_reason (chat_usage_stream,
    // chat_tools_usage_stream).
    const usage = write(
      `{"index": ${index}, "delta": {}, "finish_reason": ${reason}}`,
      `, "usage": ${spacedJson(writeUsage(ends))}`,
    )
    return Object.keys(delta).length > 0 ? [write(`${begun}null${logprobs}}`), usage] : [usage]
  }
}

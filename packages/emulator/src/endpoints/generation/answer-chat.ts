import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
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
    for (const piece of event.type === 'end' ? splitter.finish() : splitter.feed(event.text, event.tokens)) {
      target[piece.channel].add(piece.text)
      if (piece.channel === 'content') target.logprobs?.add(piece.tokens)
    }
    if (event.type === 'end') target.end = event
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

/** Several pieces of one event, in one delta. */
function mergePieces(pieces: readonly OutputPiece[]): { content?: string; reasoning_content?: string } {
  const join = (channel: OutputPiece['channel']): string =>
    pieces.flatMap((piece) => (piece.channel === channel ? [piece.text] : [])).join('')
  const [content, reasoning] = [join('content'), join('reasoning')]
  return { ...(content && { content }), ...(reasoning && { reasoning_content: reasoning }) }
}

/** Writes the frames of a streamed chat completion. */
export function streamChat(body: ChatCompletionRequest, model: LoadedModel, plan: ChatPlan): FrameSource['write'] {
  const readers = plan.jobs.map(() => createChoiceReader(body, model, plan.beginsInReasoning))
  const ends: JobEnd[] = []
  const head = `data: {"id": "chatcmpl-${randomHex()}", "object": "chat.completion.chunk", "created": `
  const tail = `, "model": ${JSON.stringify(model.name)}}\r\n\r\n`

  const write = (choice: string, usage = ''): string => `${head}${unixSeconds()}, "choices": [${choice}]${usage}${tail}`

  const top = countCandidates(body)
  const writePiece = (index: number, piece: OutputPiece): string => {
    const key = piece.channel === 'reasoning' ? 'reasoning_content' : 'content'
    const logprobs =
      body.logprobs && piece.channel === 'content' && piece.tokens.length > 0
        ? `, "logprobs": ${spacedJson(chatLogprobs(piece.tokens, top))}`
        : ''
    return write(
      `{"index": ${index}, "delta": {"${key}": ${JSON.stringify(piece.text)}}, "finish_reason": null${logprobs}}`,
    )
  }

  return (event, last) => {
    const { choice } = event
    const reader = readers[choice]
    if (!reader) return []
    if (event.type === 'chunk') {
      const pieces = reader.splitter.feed(event.text, event.tokens)
      const [piece] = pieces
      if (!piece) return []
      if (pieces.length === 1) return [writePiece(choice, piece)]
      return [write(spacedJson({ index: choice, delta: mergePieces(pieces), finish_reason: null }))]
    }
    const frames: string[] = []
    // What was held back, since it might have become a tag, comes with the end.
    const rest = mergePieces(reader.splitter.finish())
    ends.push(event)
    const calls = reader.toolCalls()
    const delta = calls ? { ...rest, tool_calls: calls } : rest
    const reason = finishReason(event, reader.hasToolText())
    if (!body.stream_options?.include_usage || !last) {
      frames.push(write(spacedJson({ index: choice, delta, finish_reason: reason, eos_reason: event.eosReason })))
      return frames
    }
    // The last choice ends with the usage instead, and loses its eos_reason (chat_usage_stream,
    // chat_tools_usage_stream).
    if (Object.keys(delta).length > 0) frames.push(write(spacedJson({ index: choice, delta, finish_reason: null })))
    const usage = `, "usage": ${spacedJson(writeUsage(ends))}`
    frames.push(write(spacedJson({ index: choice, delta: {}, finish_reason: reason }), usage))
    return frames
  }
}

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
  const choices = plan.jobs.map(() => ({
    reader: createChoiceReader(body, model, plan.beginsInReasoning),
    content: createGrowingText(),
    reasoning: createGrowingText(),
    logprobs: body.logprobs ? collectChatLogprobs(body.top_logprobs ?? 0) : undefined,
    end: undefined as JobEnd | undefined,
  }))
  const take = (event: JobChunk | JobEnd): void => {
    const target = choices[event.choice]
    if (!target) return
    const { splitter } = target.reader
    for (const piece of event.type === 'end' ? splitter.finish() : splitter.feed(event.text, event.tokens)) {
      target[piece.channel].add(piece.text)
      if (piece.channel === 'content') target.logprobs?.add(piece.tokens)
    }
    if (event.type === 'end') target.end = event
  }
  const ends = await collectJobs(plan.jobs, signal, { logprobs: body.logprobs ? (body.top_logprobs ?? 1) : 0, take })
  const interrupted = ends.some((end) => end.eosReason === null)
  return replyJson({
    id: `cmpl-${randomHex()}`,
    choices: choices.map(({ reader, content: text, reasoning, logprobs, end }, index) => {
      const content = text.whole()
      return {
        index,
        finish_reason: end ? finishReason(end, reader.hasToolText()) : 'stop',
        eos_reason: end?.eosReason ?? null,
        stop_str: end?.stopText ?? null,
        message: {
          role: 'assistant',
          // Nothing but blanks counts as nothing here, though a stream sends it (chat_whitespace_output).
          content: content.trim() === '' ? null : content,
          reasoning_content: reasoning.whole() || null,
          tool_calls: reader.toolCalls(),
          tool_call_id: null,
        },
        logprobs: logprobs?.whole() ?? null,
      }
    }),
    created: unixSeconds(),
    model: model.name,
    object: 'chat.completion',
    usage: body.stream_options?.include_usage && !interrupted ? writeUsage(ends) : null,
  })
}

/** Writes the frames of a streamed chat completion. */
export function streamChat(body: ChatCompletionRequest, model: LoadedModel, plan: ChatPlan): FrameSource['write'] {
  const readers = plan.jobs.map(() => createChoiceReader(body, model, plan.beginsInReasoning))
  const ends: JobEnd[] = []
  const head = `data: {"id": "chatcmpl-${randomHex()}", "object": "chat.completion.chunk", "created": `
  const tail = `, "model": ${JSON.stringify(model.name)}}\r\n\r\n`

  const write = (choice: string, usage = ''): string => `${head}${unixSeconds()}, "choices": [${choice}]${usage}${tail}`

  const writePiece = (index: number, piece: OutputPiece): string => {
    const key = piece.channel === 'reasoning' ? 'reasoning_content' : 'content'
    const logprobs =
      body.logprobs && piece.channel === 'content'
        ? `, "logprobs": ${spacedJson(chatLogprobs(piece.tokens, body.top_logprobs ?? 0))}`
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
      return reader.splitter.feed(event.text, event.tokens).map((piece) => writePiece(choice, piece))
    }
    const frames = reader.splitter.finish().map((piece) => writePiece(choice, piece))
    ends.push(event)
    const calls = reader.toolCalls()
    const delta = calls ? { tool_calls: calls } : {}
    const reason = finishReason(event, reader.hasToolText())
    if (!body.stream_options?.include_usage || !last) {
      frames.push(write(spacedJson({ index: choice, delta, finish_reason: reason, eos_reason: event.eosReason })))
      return frames
    }
    // The last choice ends with the usage instead, and loses its eos_reason (chat_usage_stream,
    // chat_tools_usage_stream).
    if (calls) frames.push(write(spacedJson({ index: choice, delta, finish_reason: null })))
    const usage = `, "usage": ${spacedJson(writeUsage(ends))}`
    frames.push(write(spacedJson({ index: choice, delta: {}, finish_reason: reason }), usage))
    return frames
  }
}

import type { JobEnd } from '../../engine/job/generated-token.js'
import type { OutputPiece } from '../../engine/output/output-piece.js'
import { spacedJson } from '../../json/spaced-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { ChatCompletionRequest } from './chat-completion-model.js'
import { createChoiceReader } from './choice-reader.js'
import { finishReason } from './finish-reason.js'
import { chatLogprobs } from './logprobs.js'
import type { ChatPlan } from './plan-chat.js'
import { randomHex } from './random-hex.js'
import type { FrameSource } from './stream-frames.js'
import { writeUsage } from './usage.js'

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

import type { JobEnd } from '../../engine/job/generated-token.js'
import type { OutputPiece } from '../../engine/output/output-piece.js'
import { formatEvent } from '../../http/event-frames.js'
import { spacedJson } from '../../json/spaced-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { ChatCompletionRequest } from './chat-completion-model.js'
import { createChoiceReader } from './choice-reader.js'
import { finishReason } from './finish-reason.js'
import { chatLogprobs } from './logprobs.js'
import { mergeJobs } from './merge-jobs.js'
import type { ChatPlan } from './plan-chat.js'
import { randomHex } from './random-hex.js'
import { startJobs } from './start-jobs.js'
import { untilClientLeaves } from './until-client-leaves.js'
import { writeUsage } from './usage.js'

/** Generates a chat completion and yields it event by event. */
export async function* streamChat(
  body: ChatCompletionRequest,
  model: LoadedModel,
  plan: ChatPlan,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const id = `chatcmpl-${randomHex()}`
  const write = (choice: Record<string, unknown>, usage?: unknown): string =>
    formatEvent(
      spacedJson({
        id,
        object: 'chat.completion.chunk',
        created: unixSeconds(),
        choices: [choice],
        usage,
        model: model.name,
      }),
    )
  const writePiece = (index: number, piece: OutputPiece): string => {
    const reasoning = piece.channel === 'reasoning'
    return write({
      index,
      delta: reasoning ? { reasoning_content: piece.text } : { content: piece.text },
      finish_reason: null,
      logprobs: body.logprobs && !reasoning ? chatLogprobs(piece.tokens, body.top_logprobs ?? 0) : undefined,
    })
  }
  const readers = plan.jobs.map(() => createChoiceReader(body, model, plan.beginsInReasoning))
  const ends: JobEnd[] = []
  for await (const { choice, event } of mergeJobs(startJobs(plan.jobs, signal))) {
    const reader = readers[choice]
    if (!reader) continue
    if (event.type === 'chunk') {
      for (const piece of reader.splitter.feed(event.text, event.tokens)) yield writePiece(choice, piece)
      continue
    }
    // A job that is taken away leaves its stream open for ever (unload_during_chat_stream).
    if (event.eosReason === null) return await untilClientLeaves(signal)
    for (const piece of reader.splitter.finish()) yield writePiece(choice, piece)
    ends.push(event)
    const calls = reader.toolCalls()
    const delta = calls ? { tool_calls: calls } : {}
    const reason = finishReason(event, reader.hasToolText())
    if (!body.stream_options?.include_usage || ends.length < readers.length) {
      yield write({ index: choice, delta, finish_reason: reason, eos_reason: event.eosReason })
      continue
    }
    // The last choice ends with the usage instead, and loses its eos_reason (chat_usage_stream, chat_tools_usage_stream).
    if (calls) yield write({ index: choice, delta, finish_reason: null })
    yield write({ index: choice, delta: {}, finish_reason: reason }, writeUsage(ends))
  }
  yield formatEvent('[DONE]')
}

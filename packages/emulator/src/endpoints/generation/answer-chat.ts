import type { JobEnd } from '../../engine/job/generated-token.js'
import type { OutputPiece } from '../../engine/output/output-piece.js'
import { replyJson } from '../../http/reply-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { ChatCompletionRequest } from './chat-completion-model.js'
import { collectJobs } from './collect-jobs.js'
import { createChoiceReader, joinChannel } from './choice-reader.js'
import { finishReason } from './finish-reason.js'
import { chatLogprobs } from './logprobs.js'
import type { ChatPlan } from './plan-chat.js'
import { randomHex } from './random-hex.js'
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
    pieces: [] as OutputPiece[],
    end: undefined as JobEnd | undefined,
  }))
  const ends = await collectJobs(plan.jobs, signal, (event) => {
    const target = choices[event.choice]
    if (!target) return
    const { splitter } = target.reader
    target.pieces.push(...(event.type === 'end' ? splitter.finish() : splitter.feed(event.text, event.tokens)))
    if (event.type === 'end') target.end = event
  })
  const interrupted = ends.some((end) => end.eosReason === null)
  return replyJson({
    id: `cmpl-${randomHex()}`,
    choices: choices.map(({ reader, pieces, end }, index) => {
      const content = joinChannel(pieces, 'content')
      return {
        index,
        finish_reason: end ? finishReason(end, reader.hasToolText()) : 'stop',
        eos_reason: end?.eosReason ?? null,
        stop_str: end?.stopText ?? null,
        message: {
          role: 'assistant',
          // Nothing but blanks counts as nothing here, though a stream sends it (chat_whitespace_output).
          content: content.trim() === '' ? null : content,
          reasoning_content: joinChannel(pieces, 'reasoning') || null,
          tool_calls: reader.toolCalls(),
          tool_call_id: null,
        },
        logprobs: body.logprobs
          ? chatLogprobs(
              pieces.flatMap((piece) => (piece.channel === 'content' ? piece.tokens : [])),
              body.top_logprobs ?? 0,
            )
          : null,
      }
    }),
    created: unixSeconds(),
    model: model.name,
    object: 'chat.completion',
    usage: body.stream_options?.include_usage && !interrupted ? writeUsage(ends) : null,
  })
}

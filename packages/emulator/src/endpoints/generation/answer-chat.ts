import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import { replyJson } from '../../http/reply-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { ChatCompletionRequest } from './chat-completion-model.js'
import { collectJobs } from './collect-jobs.js'
import { createChoiceReader } from './choice-reader.js'
import { finishReason } from './finish-reason.js'
import { createGrowingText } from './growing-text.js'
import { collectChatLogprobs } from './logprobs.js'
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

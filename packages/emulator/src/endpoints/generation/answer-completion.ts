import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import { replyJson } from '../../http/reply-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import { collectJobs } from './collect-jobs.js'
import type { CompletionRequest } from './completion-model.js'
import { finishReason } from './finish-reason.js'
import { createGrowingText } from './growing-text.js'
import { collectCompletionLogprobs } from './logprobs.js'
import type { PlannedJob } from './planned-job.js'
import { randomHex } from './random-hex.js'
import { writeUsage } from './usage.js'

/** Generates a text completion and answers with all of it. */
export async function answerCompletion(
  body: CompletionRequest,
  model: LoadedModel,
  jobs: readonly PlannedJob[],
  signal: AbortSignal,
): Promise<Response> {
  const choices = jobs.map(() => ({
    text: createGrowingText(),
    logprobs: body.logprobs ? collectCompletionLogprobs(body.logprobs) : undefined,
    end: undefined as JobEnd | undefined,
  }))
  const take = (event: JobChunk | JobEnd): void => {
    const target = choices[event.choice]
    if (!target) return
    if (event.type === 'end') target.end = event
    else {
      target.text.add(event.text)
      target.logprobs?.add(event.tokens)
    }
  }
  const ends = await collectJobs(jobs, signal, { logprobs: body.logprobs ?? 0, take })
  const interrupted = ends.some((end) => end.eosReason === null)
  return replyJson({
    id: `cmpl-${randomHex()}`,
    choices: choices.map(({ text, logprobs, end }, index) => ({
      index,
      finish_reason: end ? finishReason(end, false) : 'stop',
      eos_reason: end?.eosReason ?? null,
      logprobs: logprobs?.whole() ?? null,
      text: text.whole(),
    })),
    created: unixSeconds(),
    model: model.name,
    object: 'text_completion',
    usage: body.stream_options?.include_usage && !interrupted ? writeUsage(ends) : null,
  })
}

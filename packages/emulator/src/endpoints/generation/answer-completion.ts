import type { GeneratedToken, JobEnd } from '../../engine/job/generated-token.js'
import { replyJson } from '../../http/reply-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { CompletionRequest } from './completion-model.js'
import { finishReason } from './finish-reason.js'
import { completionLogprobs } from './logprobs.js'
import { mergeJobs } from './merge-jobs.js'
import type { PlannedJob } from './planned-job.js'
import { randomHex } from './random-hex.js'
import { startJobs } from './start-jobs.js'
import { writeUsage } from './usage.js'

/** Generates a text completion and answers with all of it. */
export async function answerCompletion(
  body: CompletionRequest,
  model: LoadedModel,
  jobs: readonly PlannedJob[],
  signal: AbortSignal,
): Promise<Response> {
  const choices = jobs.map(() => ({ text: '', tokens: [] as GeneratedToken[], end: undefined as JobEnd | undefined }))
  for await (const { choice, event } of mergeJobs(startJobs(jobs, signal))) {
    const target = choices[choice]
    if (!target) continue
    if (event.type === 'end') target.end = event
    else {
      target.text += event.text
      if (body.logprobs) target.tokens.push(...event.tokens)
    }
  }
  const ends = choices.flatMap(({ end }) => end ?? [])
  const interrupted = ends.some((end) => end.eosReason === null)
  return replyJson({
    id: `cmpl-${randomHex()}`,
    choices: choices.map(({ text, tokens, end }, index) => ({
      index,
      finish_reason: end ? finishReason(end, false) : 'stop',
      eos_reason: end?.eosReason ?? null,
      logprobs: body.logprobs ? completionLogprobs(tokens, body.logprobs) : null,
      text,
    })),
    created: unixSeconds(),
    model: model.name,
    object: 'text_completion',
    usage: body.stream_options?.include_usage && !interrupted ? writeUsage(ends) : null,
  })
}

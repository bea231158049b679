import type { JobEnd } from '../../engine/job/generated-token.js'
import { formatEvent } from '../../http/event-frames.js'
import { spacedJson } from '../../json/spaced-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { CompletionRequest } from './completion-model.js'
import { finishReason } from './finish-reason.js'
import { completionLogprobs } from './logprobs.js'
import { mergeJobs } from './merge-jobs.js'
import { requireUsablePrompt } from './plan-completion.js'
import { requireContext } from './planned-job.js'
import type { PlannedJob } from './planned-job.js'
import { randomHex } from './random-hex.js'
import { startJobs } from './start-jobs.js'
import { untilClientLeaves } from './until-client-leaves.js'
import { writeUsage } from './usage.js'

/** Generates a text completion and yields it event by event. */
export async function* streamCompletion(
  body: CompletionRequest,
  model: LoadedModel,
  jobs: readonly PlannedJob[],
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  // Without a prompt there is no job whose end could be told (completion_prompt_empty_list_stream).
  if (jobs.length === 0) return await untilClientLeaves(signal)
  requireUsablePrompt(body, jobs)
  for (const job of jobs) requireContext(job, model)
  // The id of a stream begins with the chat's prefix, and the model is called model_name (completion_basic_stream).
  const id = `chatcmpl-${randomHex()}`
  const write = (choice: Record<string, unknown>, usage?: unknown): string =>
    formatEvent(
      spacedJson({
        id,
        object: 'text_completion',
        choices: [choice],
        created: unixSeconds(),
        usage,
        model_name: model.name,
      }),
    )
  const ends: JobEnd[] = []
  for await (const { choice, event } of mergeJobs(startJobs(jobs, signal))) {
    if (event.type === 'chunk') {
      const logprobs = body.logprobs ? completionLogprobs(event.tokens, body.logprobs) : undefined
      yield write({ index: choice, text: event.text, finish_reason: null, logprobs })
      continue
    }
    // A job that is taken away leaves its stream open for ever (unload_during_completion_stream).
    if (event.eosReason === null) return await untilClientLeaves(signal)
    ends.push(event)
    const last = { index: choice, text: '', finish_reason: finishReason(event, false) }
    if (body.stream_options?.include_usage && ends.length === jobs.length) yield write(last, writeUsage(ends))
    else yield write({ ...last, eos_reason: event.eosReason })
  }
  yield formatEvent('[DONE]')
}

import type { JobChunk, JobEnd } from '../../engine/job/generated-token.js'
import { replyJson } from '../../http/reply.js'
import { spacedJson } from '../../json/write-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { randomHex } from '../../state/random-hex.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import { collectJobs, createGrowingText } from './collect-jobs.js'
import { finishReason } from './finish-reason.js'
import { collectCompletionLogprobs, completionLogprobs } from './logprobs.js'
import { GenerationFailure } from './generation-failure.js'
import type { CompletionRequest } from './plan-completion.js'
import type { PlannedJob } from './planned-job.js'
import type { FrameSource } from './stream-frames.js'
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
    logprobs: body.logprobs ? collectCompletionLogprobs(countCandidates(body)) : undefined,
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
  const ends = await collectJobs(jobs, signal, { logprobs: body.logprobs ? countCandidates(body) : 0, take })
  const interrupted = ends.some((end) => end.eosReason === null)
  // The usage of several choices cannot be summed when one has none (unload__completion_list_with_usage).
  if (interrupted && jobs.length > 1 && body.stream_options?.include_usage) throw new GenerationFailure('no usage')
  return replyJson({
    id: `cmpl-${randomHex()}`,
    choices: choices.map(({ text, logprobs, end }, index) => ({
      index,
      finish_reason: end ? finishReason(end, false) : 'stop',
      eos_reason: end?.eosReason ?? null,
      logprobs: logprobs?.whole() ?? null,
      text: unlessBlank(text.whole()),
    })),
    created: unixSeconds(),
    model: model.name,
    object: 'text_completion',
    usage: body.stream_options?.include_usage && !interrupted ? writeUsage(ends) : null,
  })
}

/** Nothing but blanks counts as nothing, though a stream sends it. */
function unlessBlank(text: string): string {
  return text.trim() === '' ? '' : text
}

/** How many candidates each token is shown with: either field may ask for more. */
function countCandidates({ logprobs, top_logprobs: top }: CompletionRequest): number {
  return Math.max(logprobs ?? 0, top ?? 0)
}

/** Writes the frames of a streamed text completion. */
export function streamCompletion(body: CompletionRequest, model: LoadedModel): FrameSource['write'] {
  const ends: JobEnd[] = []
  // The id of a stream begins with the chat's prefix, and the model is called model_name (completion_basic_stream).
  const head = `data: {"id": "chatcmpl-${randomHex()}", "object": "text_completion", "choices": [`
  const tail = `, "model_name": ${JSON.stringify(model.name)}}\r\n\r\n`

  const write = (choice: string, usage = ''): string => `${head}${choice}], "created": ${unixSeconds()}${usage}${tail}`

  return (event, last) => {
    const { choice } = event
    if (event.type === 'chunk') {
      const logprobs = body.logprobs
        ? `, "logprobs": ${spacedJson(completionLogprobs(event.tokens, countCandidates(body)))}`
        : ''
      return [write(`{"index": ${choice}, "text": ${JSON.stringify(event.text)}, "finish_reason": null${logprobs}}`)]
    }
    ends.push(event)
    const end = { index: choice, text: '', finish_reason: finishReason(event, false) }
    if (!body.stream_options?.include_usage || !last)
      return [write(spacedJson({ ...end, eos_reason: event.eosReason }))]
    return [write(spacedJson(end), `, "usage": ${spacedJson(writeUsage(ends))}`)]
  }
}

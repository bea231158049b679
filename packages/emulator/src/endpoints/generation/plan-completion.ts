import { countInTurns } from '../../engine/tokenizer/encode-text.js'
import type { RequestContext } from '../../http/endpoint.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { createTurn, type Turn } from '../../time/turn.js'
import { list, record, union } from '../../validation/composites.js'
import type { OutputOf } from '../../validation/model.js'
import { text } from '../../validation/scalars.js'
import { GenerationFailure } from './generation-failure.js'
import { askScript } from './ask-script.js'
import { countChoices, limitTokens, planJobs, type PlannedJob, requireContext } from './planned-job.js'
import { requestFields } from './request-fields.js'

/** The body of `POST /v1/completions`. */
export const completionModel = record('CompletionRequest', {
  ...requestFields,
  prompt: { model: union(text(), list(text())) },
})

/** A body that was read. */
export type CompletionRequest = OutputOf<typeof completionModel>

/**
 * Plans one job per prompt and choice: all choices of the first prompt, then those of the second
 * (completion_prompt_list_n2).
 */
export async function planCompletion(
  { server, signal }: Pick<RequestContext, 'server' | 'signal'>,
  model: LoadedModel,
  body: CompletionRequest,
): Promise<PlannedJob[]> {
  const prompts = typeof body.prompt === 'string' ? [body.prompt] : body.prompt
  const choices = countChoices(body.n, prompts.length)
  const jobs: PlannedJob[] = []
  const turn = createTurn(signal)
  for (const prompt of prompts) {
    const promptTokens = await countPrompt(prompt, body, turn)
    // Only what everybody gets is checked beforehand; the extra tokens of a stream are not.
    requireContext({ promptTokens, maxTokens: limitTokens(model, promptTokens, body.max_tokens) }, model)
    const last = { instruction: prompt, tools: [] }
    const asked = { ...(await askScript(server, body, last)), ...last, afterTool: false, prompt }
    const plan = planJobs(server, model, body, { asked, promptTokens })
    for (let choice = 0; choice < choices; choice++) {
      // A stream gives each further choice five tokens more (completion_n3_length_stream).
      const maxTokens = body.stream && body.max_tokens !== null ? body.max_tokens + 5 * jobs.length : body.max_tokens
      jobs.push(plan(maxTokens))
    }
  }
  return jobs
}

/** The failures of a completion that come once its stream has begun, or as the 503 of a plain one. */
export function requireUsablePrompt(body: CompletionRequest, jobs: readonly PlannedJob[]): void {
  // A prompt without a single token (completion_prompt_empty_no_bos), or no prompt at all
  // (completion_prompt_empty_list).
  if (jobs.length === 0 || jobs.some((job) => job.promptTokens === 0)) throw new GenerationFailure('empty prompt')
  // The stream adds to max_tokens without looking whether it is there (completion_no_max_tokens_stream).
  if (body.stream && body.max_tokens === null) throw new GenerationFailure('max_tokens is missing')
}

async function countPrompt(prompt: string, body: CompletionRequest, turn: Turn): Promise<number> {
  try {
    return await countInTurns(prompt, { addBegin: body.add_bos_token !== false, encodeSpecial: true }, turn)
  } catch (cause) {
    if (body.stream) throw cause
    throw new GenerationFailure('the prompt cannot be encoded', { cause })
  }
}

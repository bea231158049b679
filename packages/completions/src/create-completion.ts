import { requestJson, type StandardSchema, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { sortChoices } from '@tabby/kit/deltas/chunk-fields'
import type { CompletionParams } from './completion-params.js'
import type { Completion } from './completion.js'
import { createCompletionReader } from './create-completion-reader.js'
import { toCompletionBody } from './to-completion-body.js'

/**
 * Reads a whole completion by the same rules as chunks. A completion without any text is not valid. Written by hand,
 * because a schema library would be a seventh of what a program ships.
 */
export const completionSchema: StandardSchema<Completion> = {
  '~standard': {
    version: 1,
    vendor: 'tabby',
    validate: (value) => {
      try {
        const completion = createCompletionReader()(value)
        if (completion?.choices.length) return { value: { ...completion, choices: sortChoices(completion.choices) } }
      } catch {
        // Anything that cannot be read has the same issue.
      }
      return { issues: [{ message: 'expected a list of choices with texts', path: ['choices'] }] }
    },
  },
}

/**
 * Completes a prompt and returns the whole completion.
 *
 * `POST /v1/completions`. The response arrives only when generation is complete, so there is no timeout by default;
 * `streamCompletion` shows the text as it is written. Without `max_tokens` the text may fill the context. Usage is
 * requested by default; `stream_options: {}` turns it off. Several prompts are completed at once; the usage counts only
 * the tokens of the first prompt. Reasoning stays in the text, including its tags. A text whose `eos_reason` is `null`
 * was interrupted and is incomplete, although the server calls it finished.
 *
 * @param params - The prompt and samplers. Unknown fields go into `extra`.
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The completion.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded, or while one is being loaded.
 * @throws TabbyApiError with the code `context_length_exceeded` when the prompt is too long for the model.
 * @throws TabbyApiError with the code `validation_error` when a field is out of range.
 * @throws TabbyApiError with the code `generation_failed` when the model crashed or the sampler rejected a value (for example `min_p: 1.5`).
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createCompletion } from '@tabby/completions'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const completion = await createCompletion(client, { prompt: 'Once upon a time', max_tokens: 50 })
 * console.log(completion.choices[0]?.text, completion.usage?.total_tokens)
 * ```
 */
export async function createCompletion(
  client: TabbyClient,
  params: CompletionParams,
  options?: TabbyRequestOptions,
): Promise<Completion> {
  return requestJson(client, {
    ...options,
    path: '/v1/completions',
    operation: 'generate',
    body: toCompletionBody(params, false),
    schema: completionSchema,
  })
}

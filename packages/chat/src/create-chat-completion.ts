import { requestJson, type StandardSchema, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { ChatCompletionParams } from './chat-completion-params.js'
import type { ChatCompletion } from './chat-completion.js'
import { readChatCompletion } from './deltas/read-chat-completion.js'
import { toChatBody } from './to-chat-body.js'

/**
 * Reads a whole completion by the same rules as chunks. Written by hand because a schema library would be a
 * seventh of what a chat program ships (1.2 of 8.5 kB); that recorded responses have the whole shape of the interface is
 * proven in the tests.
 */
export const chatCompletionSchema: StandardSchema<ChatCompletion> = {
  '~standard': {
    version: 1,
    vendor: 'tabby',
    validate: (value) => {
      try {
        return { value: readChatCompletion(value) }
      } catch {
        return { issues: [{ message: 'expected a list of choices with messages', path: ['choices'] }] }
      }
    },
  },
}

/**
 * Completes a chat and returns the whole completion.
 *
 * `POST /v1/chat/completions`. The response arrives only when generation is complete, so there is no timeout by default;
 * `streamChatCompletion` shows the reply as it is written. Without `max_tokens` the reply may fill the context. Usage
 * is requested by default; `stream_options: {}` switches it off. A reply whose `eos_reason` is `null` was
 * interrupted: it is a part of one, although the server calls it finished.
 *
 * @param params - The conversation, samplers, tools and reasoning. Unknown fields go into `extra`.
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The completion.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded, or while one is being loaded.
 * @throws TabbyApiError with the code `context_length_exceeded` when the conversation is too long for the model.
 * @throws TabbyApiError with the code `validation_error` when a field is out of range or the model has no template.
 * @throws TabbyApiError with the code `generation_failed` when the model crashed or the sampler rejected a value (for example `min_p: 1.5`).
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const completion = await createChatCompletion(client, {
 *   messages: [{ role: 'user', content: 'Say hello' }],
 *   max_tokens: 50,
 * })
 * console.log(completion.choices[0]?.message.content, completion.usage?.total_tokens)
 * ```
 */
export async function createChatCompletion(
  client: TabbyClient,
  params: ChatCompletionParams,
  options?: TabbyRequestOptions,
): Promise<ChatCompletion> {
  return requestJson(client, {
    ...options,
    path: '/v1/chat/completions',
    operation: 'generate',
    body: toChatBody(params, false),
    schema: chatCompletionSchema,
  })
}

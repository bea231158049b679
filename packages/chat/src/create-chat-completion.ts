import { requestJson, type StandardSchema, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { ChatCompletionParams } from './chat-completion-params.js'
import type { ChatCompletion } from './chat-completion.js'
import { readChatCompletion } from './deltas/read-chat-completion.js'
import { toChatBody } from './to-chat-body.js'

/**
 * Reads a whole answer by the rules by which chunks are read. Written by hand because a schema library would be a
 * seventh of what a chat program ships (1.2 of 8.5 kB); that recorded answers have the whole shape of the interface is
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
        return { issues: [{ message: '', path: ['choices'] }] }
      }
    },
  },
}

/**
 * Answers a conversation, in one piece.
 *
 * `POST /v1/chat/completions`. Not a byte arrives before the answer is finished, so there is no time limit by default;
 * `streamChatCompletion` shows the answer as it is written. Without `max_tokens` the answer may fill the context. Usage
 * is asked for by default; `stream_options: {}` switches it off. An answer whose `eos_reason` is `null` was
 * interrupted: it is a part of one, although the server calls it finished.
 *
 * @param client - The client. Its api key is used.
 * @param params - The conversation, samplers, tools and reasoning. Unknown fields pass through.
 * @param options - Signal, timeout, headers and retries of this call.
 * @returns The answer.
 * @throws TabbyApiError with the code `no_model_loaded` when there is none, or while one is being loaded.
 * @throws TabbyApiError with the code `context_length_exceeded` when the conversation is too long for the model.
 * @throws TabbyApiError with the code `validation_error` when a field is out of range or the model has no template.
 * @throws TabbyApiError with the code `generation_failed` when the model crashed or a value was bad, `min_p: 1.5` say.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatCompletion } from '@tabby/chat'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const answer = await createChatCompletion(client, {
 *   messages: [{ role: 'user', content: 'Say hello' }],
 *   max_tokens: 50,
 * })
 * console.log(answer.choices[0]?.message.content, answer.usage?.total_tokens)
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

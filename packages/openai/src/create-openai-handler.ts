import type { TabbyClient } from '@tabby/core'
import { answerRequest } from './http/answer-request.js'
import { type OpenAIHandlerOptions, readHandlerOptions } from './openai-handler-options.js'

/**
 * Makes a function that serves OpenAI's API from a TabbyAPI server. Programs for OpenAI's API work through it, in any
 * language.
 *
 * `GET /v1/models`, `GET /v1/models/{id}`, `POST /v1/chat/completions`, `POST /v1/completions`, `POST /v1/embeddings` and
 * `POST /v1/responses`, each also below a prefix. Any other path gets a 404 in OpenAI's shape. Nothing is kept between
 * requests, so `POST /v1/responses` refuses `previous_response_id`, `store: true` and tools that OpenAI hosts.
 *
 * The caller's headers, including its key, are never passed on: the server sees the client's. When the caller leaves,
 * the model stops. A request may also contain everything else that TabbyAPI understands, such as `top_k` or `min_p`.
 *
 * @param client - Where requests go: one server, or a client with wrappers.
 * @param options - Names for models, fields for every request, and authorization.
 * @returns A function for a route of any framework that uses `Request` and `Response`. It never rejects.
 * @throws TabbyRequestError when an option is not valid.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createOpenAIHandler } from '@tabby/openai'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const handler = createOpenAIHandler(client, { models: { 'gpt-4o-mini': 'demo-8b-exl3' } })
 *
 * const response = await handler(new Request('http://localhost/v1/models'))
 * console.log(await response.json())
 * ```
 */
export function createOpenAIHandler(
  client: TabbyClient,
  options?: OpenAIHandlerOptions,
): (request: Request) => Promise<Response> {
  const settings = readHandlerOptions('createOpenAIHandler', client, options)
  return (request) => answerRequest(settings, request, request.signal)
}

import type { TabbyClient } from '@tabby/core'
import { answerRequest } from './http/answer-request.js'
import { type OpenAIHandlerOptions, readHandlerOptions } from './openai-handler-options.js'

/** A `fetch` that responds by itself. */
export type OpenAIFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * Makes a `fetch` for libraries that speak OpenAI's API, such as `openai` or LangChain, in the same process. It needs
 * no port and serves what `createOpenAIHandler` serves: `GET /v1/models`, `POST /v1/chat/completions`,
 * `POST /v1/completions`, `POST /v1/embeddings` and `POST /v1/responses`.
 *
 * The host of the address does not matter; its path must end like OpenAI's, as in `http://tabby/v1/chat/completions`.
 * An abort rejects with the signal's reason and stops the model.
 *
 * @param client - Where requests go: one server, or a client with wrappers.
 * @param options - Names for models, fields for every request, and authorization.
 * @returns A function for the `fetch` option of the library.
 * @throws TabbyRequestError when an option is not valid.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createOpenAIFetch } from '@tabby/openai'
 * import OpenAI from 'openai'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const openai = new OpenAI({ baseURL: 'http://tabby/v1', apiKey: 'none', fetch: createOpenAIFetch(client) })
 *
 * const messages = [{ role: 'user' as const, content: 'Say hello' }]
 * const completion = await openai.chat.completions.create({ model: '', messages })
 * console.log(completion.choices[0]?.message.content)
 * ```
 */
export function createOpenAIFetch(client: TabbyClient, options?: OpenAIHandlerOptions): OpenAIFetch {
  const settings = readHandlerOptions('createOpenAIFetch', client, options)
  return async (input, init) => {
    // The signal is passed separately: one that went through a Request is lost after a garbage collection.
    const { signal: given, ...rest } = init ?? {}
    const signal = given ?? (input instanceof Request ? input.signal : undefined)
    signal?.throwIfAborted()
    const response = await answerRequest(settings, new Request(input, rest), signal)
    signal?.throwIfAborted()
    return response
  }
}

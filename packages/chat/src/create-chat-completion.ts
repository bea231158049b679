import {
  requestJson,
  type StandardSchema,
  type TabbyClient,
  TabbyRequestError,
  type TabbyRequestOptions,
} from '@tabby/core'
import type { ChatCompletionParams, ChatTool } from './chat-completion-params.js'
import type { ChatChoice, ChatCompletion } from './chat-completion.js'
import { createCallReader } from './deltas/create-call-reader.js'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { readDelta } from './deltas/read-delta.js'
import { readFinishReason, readIndex, sortChoices, toUnreadError } from '@tabby/kit/deltas/chunk-fields'
import { requireParams, toBody } from '@tabby/kit/body/to-body'
import { toGenerationBody } from '@tabby/kit/body/to-generation-body'

const call = 'POST /v1/chat/completions'

/** Fields that the functions for chats set, or read from the parameters. */
const ownFields = ['messages', 'n', 'stream', 'stream_options', 'tools']

/**
 * Makes the body of a chat. The server refuses a tool without a description or parameters (422), although OpenAI
 * accepts it: a copy of the tool gets empty ones.
 */
export function toChatBody(params: ChatCompletionParams, stream: boolean): Record<string, unknown> {
  requireParams(call, params)
  const tools = params.tools && readTools(params.tools)
  return toGenerationBody(toBody(call, { ...params, tools }, ownFields), stream)
}

function readTools(tools: readonly ChatTool[]): readonly ChatTool[] {
  if (!Array.isArray(tools)) throw new TabbyRequestError(`${call}: tools must be a list`)
  return tools.map((tool: ChatTool, index) => {
    const told: unknown = tool?.function
    if (typeof told !== 'object' || told === null) {
      throw new TabbyRequestError(`${call}: tools.${index} must be { type: 'function', function: { name, ... } }`)
    }
    const { description, parameters } = tool.function
    const usual = { description: description ?? '', parameters: parameters ?? { type: 'object', properties: {} } }
    return { ...tool, function: { ...tool.function, ...usual } }
  })
}

/**
 * Reads a completion that was not streamed by the same rules as chunks. A choice without an index gets that of its
 * position. A response without any choice is not a completion.
 */
export function readChatCompletion(value: unknown): ChatCompletion {
  if (!isRecord(value) || !Array.isArray(value['choices']) || value['choices'].length === 0) {
    throw toUnreadError('the choices')
  }
  return { ...value, choices: sortChoices(value['choices'].map(readChoice)) } as unknown as ChatCompletion
}

function readChoice(choice: unknown, place: number): ChatChoice {
  if (!isRecord(choice) || !isRecord(choice['message'])) throw toUnreadError('a choice')
  if (choice['error'] || choice['message']['error'] || choice['finish_reason'] === 'error') {
    throw toUnreadError('a choice')
  }
  const index = readIndex(choice['index'], 'a choice') ?? place
  const message = readDelta(choice['message'], createCallReader())
  return {
    ...choice,
    index,
    message,
    finish_reason: readFinishReason(choice['finish_reason']),
  } as unknown as ChatChoice
}

/**
 * Reads a whole completion by the same rules as chunks. Written by hand because a schema library would be a seventh of
 * what a chat program ships (1.2 of 8.5 kB); the tests prove that recorded responses have the whole shape of the
 * interface.
 */
const chatCompletionSchema: StandardSchema<ChatCompletion> = {
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
 * `POST /v1/chat/completions`. The response arrives only when generation is complete, so there is no timeout by
 * default; `streamChatCompletion` shows the reply as it is written. Without `max_tokens` the reply may fill the
 * context. Usage is requested by default; `stream_options: {}` turns it off. A reply whose `eos_reason` is `null` was
 * interrupted: it is only part of one, although the server calls it finished.
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

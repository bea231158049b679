import { type TabbyClient, type TabbyRequestOptions, toObjectBody, type ValueOf, type ValueSchema } from '@tabby/core'
import { createChatCompletion } from '../create-chat-completion.js'
import type { ChatObject, ChatObjectParams } from './chat-object.js'
import { readChatObject } from './read-chat-object.js'

/**
 * Answers a conversation with a value of a schema, checked and typed.
 *
 * `POST /v1/chat/completions` with `json_schema`, by which the server lets the model write nothing else. The server
 * ignores a schema that it cannot use, without a word, so the schema is checked before anything is sent. What a server
 * leaves unsupported of JSON schema cannot be seen from here, and shows as an answer that does not fit. Descriptions in
 * the schema are not shown to the model: say in the messages what you want.
 *
 * @param client - The client. Its api key is used.
 * @param params - The schema, the conversation and samplers. `n` has to be 1.
 * @param options - Signal, timeout and retries of this call.
 * @returns The value, and the answer that it was read from.
 * @throws TabbyRequestError when the server would ignore the schema. Nothing was sent.
 * @throws TabbyObjectError when the answer was cut off, is no JSON or does not fit; it has the `reason` and the `text`.
 * @throws Whatever `createChatCompletion` throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createChatObject } from '@tabby/chat'
 * import * as v from 'valibot'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const schema = v.object({ name: v.string(), age: v.number() })
 * const jsonSchema = {
 *   type: 'object',
 *   properties: { name: { type: 'string' }, age: { type: 'integer' } },
 *   required: ['name', 'age'],
 * }
 * const { object } = await createChatObject(client, {
 *   schema: { schema, jsonSchema },
 *   messages: [{ role: 'user', content: 'Invent a person, with name and age.' }],
 * })
 * console.log(object.name, object.age)
 * ```
 */
export async function createChatObject<const Schema extends ValueSchema>(
  client: TabbyClient,
  params: ChatObjectParams<Schema>,
  options?: TabbyRequestOptions,
): Promise<ChatObject<ValueOf<Schema>>> {
  const { body, ...reading } = toObjectBody(params)
  return readChatObject(await createChatCompletion(client, body, options), reading)
}

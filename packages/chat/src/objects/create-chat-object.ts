import type { TabbyClient, TabbyRequestOptions, ValueOf, ValueSchema } from '@tabby/core'
import { toObjectBody } from '@tabby/kit/objects/to-object-body'
import { createChatCompletion } from '../create-chat-completion.js'
import { type ChatObject, type ChatObjectParams, readChatObject } from './chat-object.js'

/**
 * Completes a chat with a value that matches a schema, checked and typed.
 *
 * `POST /v1/chat/completions` with `json_schema`, which keeps the model from writing anything else. The server silently
 * ignores a schema that it cannot use, so the schema is checked before anything is sent, against the keywords that the
 * server's grammar library documents; `notes` lists keywords that the check does not know. JSON in a code fence or
 * after reasoning is read too, and `found` reports it: the schema was not applied. The model does not see descriptions
 * in the schema: say in the messages what you want.
 *
 * @param params - The schema, the conversation and samplers. `n` must be 1.
 * @param options - Signal, timeout and retries of this call.
 * @returns The value, the completion that it was read from, where the JSON was, and notes about the schema.
 * @throws TabbyRequestError when the server would ignore the schema, or when it has no JSON schema; the message says
 *   what to do. Nothing is sent.
 * @throws TabbyObjectError when the reply was cut off, has no JSON or does not match; it has the `reason` and the `text`.
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

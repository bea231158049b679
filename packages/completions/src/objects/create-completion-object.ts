import { type TabbyClient, type TabbyRequestOptions, toObjectBody, type ValueOf, type ValueSchema } from '@tabby/core'
import { createCompletion } from '../create-completion.js'
import type { CompletionObject, CompletionObjectParams } from './completion-object.js'
import { readCompletionObject } from './read-completion-object.js'

/**
 * Continues a text with a value of a schema, checked and typed.
 *
 * `POST /v1/completions` with `json_schema`, by which the server lets the model write nothing else. The server ignores
 * a schema that it cannot use, without a word, so the schema is checked before anything is sent. What a server leaves
 * unsupported of JSON schema cannot be seen from here, and shows as a text that does not fit. The model is not shown
 * the schema: end the prompt where the value is to begin.
 *
 * @param client - The client. Its api key is used.
 * @param params - The schema, one prompt and samplers. `n` has to be 1.
 * @param options - Signal, timeout and retries of this call.
 * @returns The value, and the completion that it was read from.
 * @throws TabbyRequestError when the server would ignore the schema. Nothing was sent.
 * @throws TabbyObjectError when the text was cut off, is no JSON or does not fit; it has the `reason` and the `text`.
 * @throws Whatever `createCompletion` throws.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createCompletionObject } from '@tabby/completions'
 * import * as v from 'valibot'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const schema = v.object({ city: v.string() })
 * const jsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
 * const { object } = await createCompletionObject(client, {
 *   schema: { schema, jsonSchema },
 *   prompt: 'The capital of Norway, as JSON with the member "city":\n',
 *   max_tokens: 50,
 * })
 * console.log(object.city)
 * ```
 */
export async function createCompletionObject<const Schema extends ValueSchema>(
  client: TabbyClient,
  params: CompletionObjectParams<Schema>,
  options?: TabbyRequestOptions,
): Promise<CompletionObject<ValueOf<Schema>>> {
  const { body, ...reading } = toObjectBody<CompletionObjectParams<Schema>>(params)
  return readCompletionObject(await createCompletion(client, body, options), reading)
}

import type { TabbyClient, TabbyRequestOptions, ValueOf, ValueSchema } from '@tabby/core'
import { toObjectBody } from '@tabby/kit/objects/to-object-body'
import { createCompletion } from '../create-completion.js'
import { type CompletionObject, type CompletionObjectParams, readCompletionObject } from './completion-object.js'

/**
 * Completes a prompt with a value that matches a schema, checked and typed.
 *
 * `POST /v1/completions` with `json_schema`, which keeps the model from writing anything else. The server silently
 * ignores a schema that it cannot use, so the schema is checked before anything is sent, against the keywords that the
 * server's grammar library documents; `notes` lists keywords that this check does not know. JSON in a code fence or
 * after reasoning is read too, and `found` reports it: the schema was not applied. The model does not see the schema,
 * so end the prompt where the value should begin.
 *
 * @param params - The schema, one prompt and samplers. `n` must be 1.
 * @param options - Signal, timeout and retries of this call.
 * @returns The value, the completion that it was read from, where the JSON was, and notes about the schema.
 * @throws TabbyRequestError when the server would ignore the schema, or when it has no JSON schema; the message says
 *   what to do. Nothing was sent.
 * @throws TabbyObjectError when the reply was cut off, has no JSON or does not match; it has the `reason` and the `text`.
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

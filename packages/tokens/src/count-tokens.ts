import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'
import { toTokenBody } from './to-token-body.js'
import { type EncodeTokensParams, tokenCount } from './encode-tokens.js'

/**
 * The part of the response of `POST /v1/token/encode` that a count needs; thousands of ids are not checked. A list has
 * a `length` too, and is refused.
 */
export const tokenCountSchema = /* @__PURE__ */ (() =>
  v.pipe(
    v.custom<object>((response) => !Array.isArray(response), 'not an object'),
    v.looseObject({ length: tokenCount }),
  ))()

/**
 * Counts the tokens of a text, or of the messages of a conversation, with the loaded model's own tokenizer.
 *
 * One `POST /v1/token/encode`. Messages are counted without the generation prompt (`add_generation_prompt` is forced to
 * false): a chat with the same messages has a few more tokens, which open the reply. The beginning-of-sequence token
 * counts unless `add_bos_token` is false. Tools count only if you pass them as `template_vars: { tools }`.
 *
 * @param params - The text or the messages, and how special tokens are treated.
 * @param options - Signal, timeout and retries of this call.
 * @returns The number of tokens.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded, `validation_error` when the model has
 * no prompt template for messages, and `server_error` when its template fails on them.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { countTokens } from '@tabby/tokens'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const count = await countTokens(client, { text: [{ role: 'user', content: 'How are you?' }] })
 * console.log(`${count} tokens`)
 * ```
 */
export async function countTokens(
  client: TabbyClient,
  params: EncodeTokensParams,
  options?: TabbyRequestOptions,
): Promise<number> {
  const { length } = await requestJson(client, {
    ...options,
    path: '/v1/token/encode',
    operation: 'read',
    body: toTokenBody('POST /v1/token/encode', params),
    schema: tokenCountSchema,
  })
  return length
}

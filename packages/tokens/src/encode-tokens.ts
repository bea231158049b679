import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'
import { toTokenBody } from './to-token-body.js'
import { tokenCount } from './token-count.js'
import type { EncodeTokensParams } from './token-params.js'

/** The response of `POST /v1/token/encode`. */
export const tokenEncodingSchema = /* @__PURE__ */ (() =>
  v.pipe(
    v.looseObject({ tokens: v.array(tokenCount), length: tokenCount }),
    v.forward(
      v.partialCheck([['tokens'], ['length']], ({ tokens, length }) => tokens.length === length, 'not the length'),
      ['length'],
    ),
  ))()

/** A text as the loaded model reads it. */
export interface TokenEncoding {
  /** Token ids, with the beginning-of-sequence token in front unless `add_bos_token` is false. */
  tokens: number[]
  /** How many there are. */
  length: number
}

/**
 * Turns a text, or the messages of a conversation, into the loaded model's token ids.
 *
 * `POST /v1/token/encode`. Messages are put through the model's prompt template with `add_generation_prompt` forced to
 * false, so a chat with the same messages has the few tokens more that open the answer. An empty text is one token, the
 * beginning of sequence. The call changes nothing, so it is repeated when the server cannot be reached.
 *
 * @param client - The client.
 * @param params - The text or the messages, and how special tokens are treated.
 * @param options - Signal, timeout and retries of this call.
 * @returns The token ids and how many there are.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded, `validation_error` when the model has
 * no prompt template for messages, and `server_error` when its template fails on them.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { encodeTokens } from '@tabby/tokens'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { tokens } = await encodeTokens(client, { text: 'Once upon a time', add_bos_token: false })
 * console.log(tokens)
 * ```
 */
export async function encodeTokens(
  client: TabbyClient,
  params: EncodeTokensParams,
  options?: TabbyRequestOptions,
): Promise<TokenEncoding> {
  return requestJson<TokenEncoding>(client, {
    ...options,
    path: '/v1/token/encode',
    operation: 'read',
    body: toTokenBody('POST /v1/token/encode', params),
    schema: tokenEncodingSchema,
  })
}

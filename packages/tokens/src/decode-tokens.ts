import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'
import { type SpecialTokenParams, toTokenBody } from './to-token-body.js'

/** Parameters for decoding. */
export interface DecodeTokensParams extends SpecialTokenParams {
  /** Token ids: whole numbers, 0 or more. The server fails on a negative one (500). */
  tokens: readonly number[]
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** The response of `POST /v1/token/decode`. */
export const tokenDecodingSchema = /* @__PURE__ */ (() => v.looseObject({ text: v.string() }))()

/** The text that token ids stand for. */
export interface TokenDecoding {
  /** The text, with special tokens written out unless `decode_special_tokens` is false. */
  text: string
}

/**
 * Turns token ids back into text, with the loaded model's tokenizer.
 *
 * `POST /v1/token/decode`. Special tokens are written out (`<s>`) unless `decode_special_tokens` is false. A character
 * may be spread over several tokens: decode the whole list rather than parts of it. The call changes nothing, so it
 * is retried when the server cannot be reached.
 *
 * @param params - The token ids, and how special tokens are treated.
 * @param options - Signal, timeout and retries of this call.
 * @returns The text.
 * @throws TabbyApiError with the code `no_model_loaded` when no model is loaded, `validation_error` for an id that is
 * not a whole number, and `server_error` for a negative one.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { decodeTokens, encodeTokens } from '@tabby/tokens'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const { tokens } = await encodeTokens(client, { text: 'Once upon a time' })
 * const { text } = await decodeTokens(client, { tokens, decode_special_tokens: false })
 * console.log(text)
 * ```
 */
export async function decodeTokens(
  client: TabbyClient,
  params: DecodeTokensParams,
  options?: TabbyRequestOptions,
): Promise<TokenDecoding> {
  return requestJson<TokenDecoding>(client, {
    ...options,
    path: '/v1/token/decode',
    operation: 'read',
    body: toTokenBody('POST /v1/token/decode', params),
    schema: tokenDecodingSchema,
  })
}

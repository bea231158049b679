import { type ChatMessage, requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'
import { type SpecialTokenParams, toTokenBody } from './to-token-body.js'

/** Parameters for encoding and counting. */
export interface EncodeTokensParams extends SpecialTokenParams {
  /**
   * A text, or the messages of a conversation. The server applies the prompt template of the loaded model to messages,
   * as in a chat, but without the opening of the reply that a chat appends.
   */
  text: string | readonly ChatMessage[]
  /** Variables for the prompt template; they matter only for messages. */
  template_vars?: Record<string, unknown> | null | undefined
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** A number of tokens, or a token id. Without this check, comparisons would trust any other value. */
export const tokenCount = /* @__PURE__ */ (() =>
  v.custom<number>((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'not a number of tokens'))()

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
  /** Token ids, starting with the beginning-of-sequence token unless `add_bos_token` is false. */
  tokens: number[]
  /** How many there are. */
  length: number
}

/**
 * Turns a text, or the messages of a conversation, into the loaded model's token ids.
 *
 * `POST /v1/token/encode`. The server applies the model's prompt template to messages with `add_generation_prompt`
 * forced to false, so a chat with the same messages has a few more tokens, which open the reply. An empty text is one
 * token, the beginning of sequence. The call changes nothing, so it is retried if the server cannot be reached.
 *
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

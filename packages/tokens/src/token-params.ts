import type { ChatMessage } from '@tabby/core'

/** How special tokens (such as `<s>` or `<|im_end|>`) are treated. */
export interface SpecialTokenParams {
  /** When encoding: put the model's beginning-of-sequence token in front. Default `true`. */
  add_bos_token?: boolean | undefined
  /** When encoding: read special tokens in the text as such and not as plain characters. Default `true`. */
  encode_special_tokens?: boolean | undefined
  /** When decoding: write special tokens into the text. Default `true`. */
  decode_special_tokens?: boolean | undefined
}

/** What is to be encoded or counted. */
export interface EncodeTokensParams extends SpecialTokenParams {
  /**
   * A text, or the messages of a conversation. Messages go through the prompt template of the loaded model, as in a
   * chat, but without the opening of the answer that a chat puts behind them.
   */
  text: string | readonly ChatMessage[]
  /** Variables for the prompt template; they count with messages only. */
  template_vars?: Record<string, unknown> | null | undefined
  /** Fields that this version does not know, sent after the others. A field that has a name here is refused. */
  extra?: Record<string, unknown> | undefined
}

/** What is to be decoded. */
export interface DecodeTokensParams extends SpecialTokenParams {
  /** Token ids: whole numbers, 0 or more. The server fails on a negative one (500). */
  tokens: readonly number[]
  /** Fields that this version does not know, sent after the others. A field that has a name here is refused. */
  extra?: Record<string, unknown> | undefined
}

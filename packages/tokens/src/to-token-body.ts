import { toBody } from '@tabby/kit/body/to-body'

/** How special tokens (such as `<s>` or `<|im_end|>`) are treated. */
export interface SpecialTokenParams {
  /** When encoding: start with the model's beginning-of-sequence token. Default `true`. */
  add_bos_token?: boolean | undefined
  /** When encoding: parse special tokens in the text instead of reading them as plain characters. Default `true`. */
  encode_special_tokens?: boolean | undefined
  /** When decoding: write special tokens into the text. Default `true`. */
  decode_special_tokens?: boolean | undefined
}

/** The server refuses null in these (422); leaving them out means the default. */
const flags = new Set(['add_bos_token', 'encode_special_tokens', 'decode_special_tokens'])

/** Makes a body without the flags that are null; everything else is sent unchanged. */
export function toTokenBody(call: string, params: SpecialTokenParams): Record<string, unknown> {
  const body = toBody(call, params, ['text', 'tokens'])
  return Object.fromEntries(Object.entries(body).filter(([field, value]) => value !== null || !flags.has(field)))
}

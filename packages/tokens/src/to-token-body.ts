import { toBody } from '@tabby/kit/body/to-body'
import type { DecodeTokensParams, EncodeTokensParams } from './token-params.js'

/** The server refuses null in these (422), where leaving them out means the default. */
const flags = new Set(['add_bos_token', 'encode_special_tokens', 'decode_special_tokens'])

/** Makes a body without the flags that are null; everything else is sent as it is. */
export function toTokenBody(call: string, params: EncodeTokensParams | DecodeTokensParams): Record<string, unknown> {
  const body = toBody(call, params, ['text', 'tokens'])
  return Object.fromEntries(Object.entries(body).filter(([field, value]) => value !== null || !flags.has(field)))
}

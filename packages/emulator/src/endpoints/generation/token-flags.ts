import { boolean } from '../../validation/boolean.js'

const yes = (): boolean => true

/** What both token endpoints take. */
export const tokenFlags = {
  add_bos_token: { model: boolean(), default: yes },
  encode_special_tokens: { model: boolean(), default: yes },
  decode_special_tokens: { model: boolean(), default: yes },
}

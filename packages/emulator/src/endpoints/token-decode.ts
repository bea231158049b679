import { decodeInTurns } from '../engine/tokenizer/decode-in-turns.js'
import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { createTurn } from '../time/turn.js'
import { integer } from '../validation/integer.js'
import { list } from '../validation/list.js'
import type { OutputOf } from '../validation/model.js'
import { record } from '../validation/record.js'
import { tokenFlags } from './generation/token-flags.js'

const tokenDecodeModel = record('TokenDecodeRequest', { ...tokenFlags, tokens: { model: list(integer()) } })

/** `POST /v1/token/decode`. */
export const tokenDecode: Endpoint<OutputOf<typeof tokenDecodeModel>> = {
  method: 'POST',
  paths: ['/v1/token/decode'],
  gate: 'api',
  requires: 'model',
  body: tokenDecodeModel,
  handle: async ({ body, signal }) => {
    const settings = { decodeSpecial: body.decode_special_tokens }
    return replyJson({ text: await decodeInTurns(body.tokens, settings, createTurn(signal)) })
  },
}

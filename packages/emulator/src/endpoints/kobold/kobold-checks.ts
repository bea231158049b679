import { encodeInTurns } from '../../engine/tokenizer/encode-in-turns.js'
import type { Endpoint } from '../../http/endpoint.js'
import { replyJson } from '../../http/reply-json.js'
import { createTurn } from '../../time/turn.js'
import type { Model } from '../../validation/model.js'
import { record } from '../../validation/record.js'
import { text } from '../../validation/text.js'

const withKey = (name: string): Model<{ genkey: string }> => record(name, { genkey: { model: text() } })

function acceptKey(method: 'GET' | 'POST', path: string, body: Model<{ genkey: string }>, answer: unknown): Endpoint {
  return { method, paths: [path], gate: 'api', requires: 'model', body, handle: () => replyJson(answer) }
}

const tokenCount: Endpoint<{ prompt: string }> = {
  method: 'POST',
  paths: ['/api/extra/tokencount'],
  gate: 'api',
  requires: 'model',
  body: record('TokenCountRequest', { prompt: { model: text() } }),
  async handle({ body, signal }) {
    const ids = await encodeInTurns(body.prompt, { addBegin: true, encodeSpecial: true }, createTurn(signal))
    return replyJson({ value: ids.length, ids })
  },
}

const CHECK_PATH = '/api/extra/generate/check'

/**
 * Kobold's abort says yes to any key, its check knows none, since generation never comes to anything as shipped; check
 * takes a body with GET too (kobold_check_get_with_body).
 */
export const koboldChecks: readonly Endpoint[] = [
  acceptKey('POST', '/api/extra/abort', withKey('AbortRequest'), { success: true }),
  acceptKey('GET', CHECK_PATH, withKey('CheckGenerateRequest'), { results: [] }),
  acceptKey('POST', CHECK_PATH, withKey('CheckGenerateRequest'), { results: [] }),
  tokenCount,
]

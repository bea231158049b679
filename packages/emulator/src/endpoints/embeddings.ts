import { embedText } from '../engine/embed-text.js'
import { countInTurns } from '../engine/tokenizer/encode-text.js'
import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply.js'
import { float } from '../json/python-float.js'
import { compactJson, JsonText } from '../json/write-json.js'
import { requireEmbeddingModel } from '../state/require-model.js'
import { createTurn } from '../time/turn.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import { list, optional, record, union } from '../validation/composites.js'
import type { OutputOf } from '../validation/model.js'
import { text } from '../validation/scalars.js'

const body = record('EmbeddingsRequest', {
  input: { model: union(text(), list(text())) },
  encoding_format: { model: text(), default: () => 'float' },
  model: { model: optional(text()), default: () => null },
})

/** Numbers of one answer at most. */
const mostNumbers = 2 ** 20

/** `POST /v1/embeddings`: the `model` and `dimensions` of the request are ignored, as the server ignores them. */
export const embeddings: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/embeddings'],
  access: 'api',
  requires: 'embedding',
  body,
  async handle({ body: { input, encoding_format: format }, server, signal }) {
    const { name, dimensions = 8 } = requireEmbeddingModel(server)
    const texts = typeof input === 'string' ? [input] : input
    // Each number takes many times its size until it is written; the server takes what memory there is.
    if (texts.length * dimensions > mostNumbers) throw new RangeError('too many texts to embed')
    if (server.settings.directives) await followDirectives(texts, signal)
    const turn = createTurn(signal)
    const data: string[] = []
    let count = 0
    for (const [index, value] of texts.entries()) {
      if (turn.isOver()) await turn.next()
      const vector = embedText(value, dimensions)
      const embedding = format === 'base64' ? encodeFloats(vector) : [...vector].map(float)
      data.push(compactJson({ object: 'embedding', embedding, index }))
      count += await countInTurns(value, { addBegin: false, encodeSpecial: true }, turn)
    }
    return replyJson({
      object: 'list',
      data: new JsonText(`[${data.join(',')}]`),
      model: name,
      usage: { prompt_tokens: count, total_tokens: count, completion_tokens: 0 },
    })
  },
}

/**
 * `[[delay:S]]` takes that many seconds, `[[fail]]` breaks the engine (disconnect_embeddings, embeddings_engine_error).
 */
async function followDirectives(texts: readonly string[], signal: AbortSignal): Promise<void> {
  const marked = texts.filter((one) => one.includes('[['))
  for (const one of marked) {
    const delay = /\[\[delay:([\d.]{1,20})\]\]/.exec(one)?.[1]
    if (delay === undefined) continue
    await waitMilliseconds(Number(delay) * 1000, signal)
    break
  }
  if (marked.some((one) => one.includes('[[fail]]'))) throw new Error('the embedding engine failed')
}

/** A vector as base64 over its 32-bit floats, little end first. */
function encodeFloats(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4))
  vector.forEach((value, index) => view.setFloat32(index * 4, value, true))
  let binary = ''
  for (const byte of new Uint8Array(view.buffer)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

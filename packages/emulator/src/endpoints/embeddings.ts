import { embedText } from '../embedding/embed-text.js'
import { encodeFloats } from '../embedding/encode-floats.js'
import { countTokens } from '../engine/tokenizer/count-tokens.js'
import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'
import { float } from '../json/python-float.js'
import { requireEmbeddingModel } from '../state/require-embedding-model.js'
import { waitMilliseconds } from '../time/wait-milliseconds.js'
import { list } from '../validation/list.js'
import type { OutputOf } from '../validation/model.js'
import { optional } from '../validation/optional.js'
import { record } from '../validation/record.js'
import { text } from '../validation/text.js'
import { union } from '../validation/union.js'

const body = record('EmbeddingsRequest', {
  input: { model: union(text(), list(text())) },
  encoding_format: { model: text(), default: () => 'float' },
  model: { model: optional(text()), default: () => null },
})

/** `POST /v1/embeddings`: the `model` and `dimensions` of the request are ignored, as the server ignores them. */
export const embeddings: Endpoint<OutputOf<typeof body>> = {
  method: 'POST',
  paths: ['/v1/embeddings'],
  gate: 'api',
  requires: 'embedding',
  body,
  async handle({ body: { input, encoding_format: format }, server, signal }) {
    const { name, dimensions = 8 } = requireEmbeddingModel(server)
    const texts = typeof input === 'string' ? [input] : input
    if (server.settings.marks) await obeyMarks(texts.join('\n'), signal)
    const data = texts.map((value, index) => {
      const vector = embedText(value, dimensions)
      const embedding = format === 'base64' ? encodeFloats(vector) : [...vector].map(float)
      return { object: 'embedding', embedding, index }
    })
    const count = texts.reduce((sum, value) => sum + countTokens(value), 0)
    return replyJson({
      object: 'list',
      data,
      model: name,
      usage: { prompt_tokens: count, total_tokens: count, completion_tokens: 0 },
    })
  },
}

/**
 * `[[delay:S]]` takes that many seconds, `[[fail]]` breaks the engine (disconnect_embeddings, embeddings_engine_error).
 */
async function obeyMarks(all: string, signal: AbortSignal): Promise<void> {
  const delay = /\[\[delay:([\d.]+)\]\]/.exec(all)?.[1]
  if (delay !== undefined) await waitMilliseconds(Number(delay) * 1000, signal)
  if (all.includes('[[fail]]')) throw new Error('the embedding engine failed')
}

import { createEmbeddings } from '@tabby/embeddings'
import type { HandlerCall } from '../http/answer-request.js'
import { readBody } from '../http/read-body.js'
import { refuseField } from '../http/to-error-response.js'
import { toModelField } from '../http/to-model-field.js'

/** `POST /v1/embeddings`: vectors in the requested format, by default as numbers. */
export async function answerEmbeddings(call: HandlerCall): Promise<Response> {
  const { model, input, encoding_format: format = 'float', dimensions } = await readBody(call.request)
  if (!isTexts(input)) {
    refuseField('input', 'must be a string or a list of strings: token ids mean nothing to another model')
  }
  if (format !== 'float' && format !== 'base64') refuseField('encoding_format', 'must be float or base64')
  const params = { input, ...toModelField(call, model), encoding_format: format as 'float' | 'base64' }
  const { data, usage, ...answer } = await createEmbeddings(call.client, params, call.options)
  const length = data[0]?.embedding.length
  if (dimensions !== undefined && length !== undefined && dimensions !== length) {
    refuseField('dimensions', `cannot be set: the model makes vectors of ${length} numbers`)
  }
  return Response.json({
    object: 'list',
    data: data.map(({ embedding, index }) => ({
      object: 'embedding',
      embedding: Array.isArray(embedding) ? embedding : toBase64(embedding as Float32Array),
      index,
    })),
    model: answer.model,
    usage: { prompt_tokens: usage?.prompt_tokens ?? 0, total_tokens: usage?.total_tokens ?? 0 },
  })
}

function isTexts(input: unknown): input is string | string[] {
  const texts: unknown[] = Array.isArray(input) ? input : [input]
  return texts.every((text) => typeof text === 'string')
}

/** Encodes 32-bit floats, little-endian. */
function toBase64(vector: Float32Array): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [at, value] of vector.entries()) view.setFloat32(at * 4, value, true)
  let binary = ''
  for (const byte of new Uint8Array(view.buffer)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

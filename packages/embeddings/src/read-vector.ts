import { TabbyResponseError } from '@tabby/core'
import { decodeVector } from './decode-vector.js'
import type { EmbeddingFormat } from './embeddings-params.js'

/**
 * Gives a vector in the form that was asked for, whichever form it came in.
 *
 * @throws TabbyResponseError when its base64 is broken.
 */
export function readVector(sent: string | number[], format: EmbeddingFormat, place: string): Float32Array | number[] {
  if (typeof sent !== 'string') return format === 'float' ? sent : Float32Array.from(sent)
  let vector: Float32Array
  try {
    vector = decodeVector(sent)
  } catch {
    const message = `POST /v1/embeddings returned a broken vector at ${place}: it is not base64 over 32-bit floats`
    throw new TabbyResponseError('invalid_response', message, { paths: [place] })
  }
  return format === 'float' ? Array.from(vector) : vector
}

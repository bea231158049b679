import { TabbyResponseError } from '@tabby/core'

/**
 * The form of the vectors: `base64` gives a `Float32Array`, `float` an array of numbers. In base64, 32-bit floats take
 * a third of the bytes and arrive exactly, without a detour through decimal numbers.
 */
export type EmbeddingFormat = 'base64' | 'float'

/** A vector in the requested format. */
export type EmbeddingVector<Format extends EmbeddingFormat = 'base64'> = Format extends 'float'
  ? number[]
  : Float32Array

/**
 * Converts a vector to the requested format, whichever form it arrived in.
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
    throw new TabbyResponseError(message, { paths: [place] })
  }
  return format === 'float' ? Array.from(vector) : vector
}

/**
 * Reads a vector from base64-encoded little-endian 32-bit floats, on hosts of either byte order: each float is
 * rewritten in place in the byte order of the host.
 *
 * @throws when the text is not base64, or its bytes are not a whole number of floats.
 */
export function decodeVector(base64: string): Float32Array {
  const binary = atob(base64)
  const view = new DataView(new ArrayBuffer(binary.length))
  for (let at = 0; at < binary.length; at++) view.setUint8(at, binary.charCodeAt(at))
  const vector = new Float32Array(view.buffer)
  for (let at = 0; at < vector.length; at++) vector[at] = view.getFloat32(at * 4, true)
  return vector
}

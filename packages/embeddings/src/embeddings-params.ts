/**
 * How vectors are given: `base64` as a `Float32Array`, `float` as an array of numbers. In base64, 32-bit floats travel
 * in a third of the bytes and arrive as the server has them, without a way through decimal figures.
 */
export type EmbeddingFormat = 'base64' | 'float'

/** A vector, by the format that was asked for. */
export type EmbeddingVector<Format extends EmbeddingFormat = 'base64'> = Format extends 'float'
  ? number[]
  : Float32Array

/** What is to be embedded. */
export interface EmbeddingsParams<Format extends EmbeddingFormat = EmbeddingFormat> {
  /** One text, or many in one request. Token ids are refused (422); an empty list gives no vector. */
  input: string | readonly string[]
  /** `base64` gives `Float32Array`s, `float` gives arrays of numbers. Default `base64`. */
  encoding_format?: Format | undefined
  /** Ignored: the loaded embedding model answers, and the answer names it. */
  model?: string | null | undefined
  /** Ignored: vectors have the length that the model gives them. */
  dimensions?: number | null | undefined
  /** Fields that this version does not know, sent after the others. A field that has a name here is refused. */
  extra?: Record<string, unknown> | undefined
}

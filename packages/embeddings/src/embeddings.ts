import type { EmbeddingFormat, EmbeddingVector } from './embeddings-params.js'

/** The vectors of a request, one for each text, in the order of the texts. */
export interface Embeddings<Format extends EmbeddingFormat = 'base64'> {
  /** Always `list`. */
  object: string
  /** One entry for each text. */
  data: Embedding<Format>[]
  /** Name of the model that made the vectors, whatever the request named. */
  model: string
  /** What the request cost. TabbyAPI always says it; a gateway in front of other servers may leave it out. */
  usage?: EmbeddingsUsage | null | undefined
}

/** The vector of one text. */
export interface Embedding<Format extends EmbeddingFormat = 'base64'> {
  /** Always `embedding`. */
  object: string
  /** The vector, in 32-bit floats. */
  embedding: EmbeddingVector<Format>
  /** Position of the text in the request, beginning with 0. */
  index: number
}

/** What a request for embeddings cost. */
export interface EmbeddingsUsage {
  /** Tokens of all texts. */
  prompt_tokens: number
  /** The same number. */
  total_tokens: number
  /** Always 0: nothing is generated. */
  completion_tokens?: number | null | undefined
}

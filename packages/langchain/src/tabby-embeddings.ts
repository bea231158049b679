import { createEmbeddings } from '@tabby/embeddings'
import type { TabbyClient } from '@tabby/core'
import { Embeddings, type EmbeddingsParams } from '@langchain/core/embeddings'
import { checkClient } from './chat-tabby-fields.js'

/** What a `TabbyEmbeddings` is made with. */
export interface TabbyEmbeddingsFields extends EmbeddingsParams {
  /** Where requests go: one server, or a client with wrappers. */
  readonly client: TabbyClient
  /** Name of the embedding model. Without it, whatever is loaded embeds. */
  readonly model?: string | undefined
}

/** Texts of one request. */
const most = 256

/**
 * LangChain's embeddings from TabbyAPI's embedding model, for vector stores and retrievers.
 *
 * `POST /v1/embeddings`, for lists of at most 256 texts, one list at a time: the server embeds one after the other
 * anyway. `maxRetries` is 0 by default, because the client retries what is safe to retry.
 *
 * @throws TabbyRequestError when the client is missing.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { TabbyEmbeddings } from '@tabby/langchain'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const embeddings = new TabbyEmbeddings({ client })
 *
 * const vector = await embeddings.embedQuery('Where do fjords come from?')
 * console.log(vector.length)
 * ```
 */
export class TabbyEmbeddings extends Embeddings {
  private readonly client: TabbyClient
  private readonly model: string | undefined

  constructor(fields: TabbyEmbeddingsFields) {
    const { client, model, ...rest } = fields ?? {}
    super({ maxRetries: 0, ...rest })
    this.client = checkClient('TabbyEmbeddings', client)
    this.model = model
  }

  /** Embeds texts. Makes one request for each 256 of them, and none for an empty list. */
  async embedDocuments(documents: string[]): Promise<number[][]> {
    const vectors: number[][] = []
    for (let at = 0; at < documents.length; at += most) {
      vectors.push(...(await this.embed(documents.slice(at, at + most))))
    }
    return vectors
  }

  /** Embeds one text. */
  async embedQuery(document: string): Promise<number[]> {
    const [vector] = await this.embed([document])
    return vector!
  }

  private embed(input: string[]): Promise<number[][]> {
    return this.caller.call(async () => {
      const { data } = await createEmbeddings(this.client, { input, ...(this.model && { model: this.model }) })
      return data.map(({ embedding }) => [...embedding])
    })
  }
}

import { type EmbeddingModelV3, type LanguageModelV3, NoSuchModelError, type ProviderV3 } from '@ai-sdk/provider'
import { type TabbyClient, TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { createEmbeddingModel } from './embedding/create-embedding-model.js'
import { createLanguageModel } from './language/create-language-model.js'

/** The models of a TabbyAPI server, as the AI SDK takes them. An empty name, or none, means whatever is loaded. */
export interface TabbyProvider extends Pick<ProviderV3, 'specificationVersion'> {
  /** The same as `languageModel`. */
  (modelId?: string): LanguageModelV3
  /** A model that chats. Its options are in `providerOptions.tabby`, a {@link TabbyLanguageModelOptions}. */
  languageModel(modelId?: string): LanguageModelV3
  /** A model that turns texts into vectors. */
  embeddingModel(modelId?: string): EmbeddingModelV3
  /** The former name of `embeddingModel`. */
  textEmbeddingModel(modelId?: string): EmbeddingModelV3
  /** Throws a `NoSuchModelError`: TabbyAPI makes no images. */
  imageModel(modelId: string): never
}

/**
 * Makes a provider for the AI SDK, for `generateText`, `streamText`, `embedMany` and everything else that takes a model.
 *
 * Makes no requests; its models send `POST /v1/chat/completions` and `POST /v1/embeddings`. It works in `ai` 6 and in
 * `ai` 7. The model that is loaded answers, whatever name you give; when it is another one, the result has a warning.
 * The client retries what may be retried, so no error is marked as retryable. A tool call that the server leaves in the
 * text is reported as a warning, and one that it cannot read ends with the finish reason `error`.
 *
 * What the server refuses is an `APICallError` with its message, whose `cause` is the `TabbyApiError`; every other error
 * is a `TabbyError`. An abort rejects with the signal's reason and stops the model.
 *
 * @param client - Where requests go: one server, or a client with wrappers.
 * @returns The provider, which is also a function: `tabby()` is the model that is loaded.
 * @throws TabbyRequestError when `client` is not a client.
 *
 * @example
 * ```ts
 * import { createTabby } from '@tabby/ai-sdk'
 * import { createTabbyClient } from '@tabby/core'
 * import { generateText } from 'ai'
 *
 * const tabby = createTabby(createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' }))
 * const { text, usage } = await generateText({ model: tabby(), prompt: 'Say hello' })
 * console.log(text, usage.totalTokens)
 * ```
 */
export function createTabby(client: TabbyClient): TabbyProvider {
  if (!isRecord(client) || typeof client.send !== 'function') {
    throw new TabbyRequestError('createTabby: the first argument must be a client, such as createTabbyClient() returns')
  }
  const languageModel = (modelId?: string) => createLanguageModel(client, readModelId('languageModel', modelId))
  const embeddingModel = (modelId?: string) => createEmbeddingModel(client, readModelId('embeddingModel', modelId))
  return Object.assign((modelId?: string) => languageModel(modelId), {
    specificationVersion: 'v3' as const,
    languageModel,
    embeddingModel,
    textEmbeddingModel: embeddingModel,
    imageModel: (modelId: string): never => {
      throw new NoSuchModelError({ modelId, modelType: 'imageModel', message: 'TabbyAPI has no models for images' })
    },
  })
}

function readModelId(place: string, modelId: unknown): string {
  if (modelId === undefined || modelId === null) return ''
  if (typeof modelId === 'string') return modelId
  throw new TabbyRequestError(`${place}: the model must be a name, or left out for the one that is loaded`)
}

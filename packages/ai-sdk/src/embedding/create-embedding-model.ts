import type { EmbeddingModelV3 } from '@ai-sdk/provider'
import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { toCallError } from '../errors/to-call-error.js'
import { readProviderOptions } from '../read-provider-options.js'
import { toCallOptions } from '../to-call-options.js'
import { toModelWarnings } from '../to-model-warnings.js'

/** Makes a model of the AI SDK that turns texts into vectors. */
export function createEmbeddingModel(client: TabbyClient, modelId: string): EmbeddingModelV3 {
  return {
    specificationVersion: 'v3',
    provider: 'tabby.embedding',
    modelId,
    // The server takes a list of any length.
    maxEmbeddingsPerCall: undefined,
    // One GPU computes one after the other.
    supportsParallelCalls: false,
    async doEmbed({ values, providerOptions, ...options }) {
      const own = readProviderOptions(providerOptions, ['input', 'model', 'encoding_format'])
      const params = { ...own, ...(modelId && { model: modelId }), input: values }
      const { data, model, usage } = await createEmbeddings(client, params, toCallOptions(options)).catch(
        (error: unknown) => {
          throw toCallError(client, '/v1/embeddings', error)
        },
      )
      return {
        embeddings: data.map(({ embedding }) => Array.from(embedding)),
        ...(usage && { usage: { tokens: usage.prompt_tokens } }),
        warnings: toModelWarnings(modelId, model),
      }
    },
  }
}

import type { LanguageModelV3 } from '@ai-sdk/provider'
import { createChatCompletion, streamChatCompletion } from '@tabby/chat'
import type { TabbyClient } from '@tabby/core'
import { toCallError } from '../errors/to-call-error.js'
import { toCallOptions } from '../to-call-options.js'
import { toChatParams } from './to-chat-params.js'
import { toGenerateResult } from './to-generate-result.js'
import { toPartStream } from './to-part-stream.js'

/** Makes a model of the AI SDK that chats. */
export function createLanguageModel(client: TabbyClient, modelId: string): LanguageModelV3 {
  const rethrow = (error: unknown): never => {
    throw toCallError(client, '/v1/chat/completions', error)
  }
  return {
    specificationVersion: 'v3',
    provider: 'tabby.chat',
    modelId,
    // The AI SDK downloads images: the server may not be allowed to.
    supportedUrls: {},
    async doGenerate(options) {
      const request = await toChatParams(modelId, options)
      const completion = await createChatCompletion(client, request.params, toCallOptions(options)).catch(rethrow)
      return toGenerateResult(completion, modelId, request)
    },
    async doStream(options) {
      const request = await toChatParams(modelId, options)
      const chunks = await streamChatCompletion(client, request.params, toCallOptions(options)).catch(rethrow)
      return { stream: toPartStream(chunks, modelId, request, options.includeRawChunks ?? false) }
    },
  }
}

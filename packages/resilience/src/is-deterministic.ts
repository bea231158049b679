import type { TabbyRequest } from '@tabby/core'

/** Endpoints that return the same result for the same body, as long as the same model is loaded. */
const functions: readonly string[] = ['/v1/embeddings', '/v1/token/encode', '/v1/token/decode']

/** Whether the same request gets the same response from the same model: nothing in it is random. */
export function isDeterministic({ operation, path, body }: TabbyRequest): boolean {
  if (functions.includes(path)) return true
  const { temperature, top_k: topK } = (body ?? {}) as { readonly temperature?: unknown; readonly top_k?: unknown }
  return operation === 'generate' && (temperature === 0 || topK === 1)
}

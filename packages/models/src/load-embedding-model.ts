import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { toBody } from '@tabby/kit/body/to-body'
import * as v from 'valibot'

/** The response of `POST /v1/model/embedding/load`. */
export const embeddingModelLoadSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    model_type: v.nullish(v.string()),
    module: v.number(),
    modules: v.number(),
    status: v.string(),
  }))()

/** Which embedding model to load, and where. */
export interface LoadEmbeddingModelParams {
  /** Folder in the embedding model directory. */
  embedding_model_name: string
  /** `cpu` (default), `cuda` or `auto`. */
  embeddings_device?: 'cpu' | 'cuda' | 'auto' | (string & {}) | null | undefined
  /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
  extra?: Record<string, unknown> | undefined
}

/** The end of a load, which is all that the server reports. */
export interface EmbeddingModelLoad {
  /** Always `embedding_model`. */
  model_type?: 'embedding_model' | (string & {}) | null | undefined
  /** Always 1. */
  module: number
  /** Always 1. */
  modules: number
  /** Always `finished`. */
  status: 'finished' | (string & {})
}

/**
 * Loads an embedding model, and waits until it can be used. The main model stays.
 *
 * `POST /v1/model/embedding/load`. Unlike a main model, it is loaded without progress, and loading one that is already
 * loaded is an error.
 *
 * @param params - The embedding model and its device.
 * @param options - Signal, timeout, headers and retries of this call. No timeout by default, and never retried.
 * @returns That the load is finished.
 * @throws TabbyApiError with the code `invalid_request` when no embedding model has this name, when it cannot be loaded
 * (none is loaded then), and when it is already loaded.
 * @throws TabbyApiError with the code `authentication_error` when the admin key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getEmbeddingModel, loadEmbeddingModel, unloadEmbeddingModel } from '@tabby/models'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await unloadEmbeddingModel(client)
 * await loadEmbeddingModel(client, { embedding_model_name: 'demo-embedding-small', embeddings_device: 'cpu' })
 * console.log((await getEmbeddingModel(client)).id)
 * ```
 */
export async function loadEmbeddingModel(
  client: TabbyClient,
  params: LoadEmbeddingModelParams,
  options?: TabbyRequestOptions,
): Promise<EmbeddingModelLoad> {
  return requestJson<EmbeddingModelLoad>(client, {
    ...options,
    path: '/v1/model/embedding/load',
    access: 'admin',
    operation: 'load',
    body: toBody('POST /v1/model/embedding/load', params, ['embedding_model_name']),
    schema: embeddingModelLoadSchema,
  })
}

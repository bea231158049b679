import { isTabbyError, requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { BatchRequest } from './batch-request.js'

/**
 * Makes the call of one request of a batch, as the `run` of `runBulk`.
 *
 * `POST /v1/chat/completions`, `POST /v1/completions` or `POST /v1/embeddings`, as the request says, with its body as it
 * is. TabbyAPI counts tokens only on request, so `usage` is requested unless the body has `stream_options`. The response
 * is returned as it arrives, and not checked: it is what the output file of a batch holds. Without a model, TabbyAPI
 * answers a request that names one with a bare 500: then `GET /v1/model` tells, so that a run waits.
 *
 * @param params - The request. Its id and columns are not sent.
 * @param options - Signal, timeout, headers, retries and `verify` of this call.
 * @returns The JSON of the response.
 * @throws TabbyApiError when the server rejects the request, with the code `no_model_loaded` when it has no model.
 * @throws TabbyConnectionError when the server cannot be reached.
 *
 * @example
 * ```ts
 * import { runBatchRequest } from '@tabby/bulk'
 * import { createTabbyClient } from '@tabby/core'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * const body = { messages: [{ role: 'user', content: 'Say hello' }] }
 * console.log(await runBatchRequest(client, { id: 'a', url: '/v1/chat/completions', body }))
 * ```
 */
export async function runBatchRequest(
  client: TabbyClient,
  params: BatchRequest,
  options?: TabbyRequestOptions,
): Promise<unknown> {
  const { url, body } = params
  const call =
    url === '/v1/embeddings'
      ? { operation: 'read' as const, body }
      : { operation: 'generate' as const, body: { stream_options: { include_usage: true }, ...body } }
  try {
    return await requestJson(client, { ...options, path: url, method: 'POST', ...call })
  } catch (error) {
    const isBare = isTabbyError(error) && error.name === 'TabbyApiError' && error.status === 500
    if (isBare && typeof body['model'] === 'string') await requireModel(client, options)
    throw error
  }
}

/** Throws if no model is loaded. Whatever else goes wrong says nothing. */
async function requireModel(client: TabbyClient, options: TabbyRequestOptions | undefined): Promise<void> {
  const { verify: _ofGenerations, ...rest } = options ?? {}
  try {
    await requestJson(client, { ...rest, path: '/v1/model', operation: 'read' })
  } catch (error) {
    if (isTabbyError(error) && error.code === 'no_model_loaded') throw error
  }
}

import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import type { BatchRequest } from './batch-request.js'

/**
 * Makes the call of one request of a batch, as the `run` of `runBulk`.
 *
 * `POST /v1/chat/completions`, `POST /v1/completions` or `POST /v1/embeddings`, as the request says, with its body as it
 * is. The response is returned as it arrives, and not checked: it is what the output file of a batch holds.
 *
 * @param params - The request. Its id and columns are not sent.
 * @param options - Signal, timeout, headers, retries and `verify` of this call.
 * @returns The JSON of the response.
 * @throws TabbyApiError when the server rejects the request.
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
export function runBatchRequest(
  client: TabbyClient,
  params: BatchRequest,
  options?: TabbyRequestOptions,
): Promise<unknown> {
  const { url, body } = params
  const operation = url === '/v1/embeddings' ? 'read' : 'generate'
  return requestJson(client, { ...options, path: url, method: 'POST', operation, body })
}

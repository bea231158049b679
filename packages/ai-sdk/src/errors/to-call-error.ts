import { APICallError } from '@ai-sdk/provider'
import { isTabbyError, type TabbyClient } from '@tabby/core'

/**
 * Makes an error of the AI SDK from what the server responded; whatever else was thrown stays as it is. It holds no
 * prompt, and is not retryable: the client has already retried what may be retried.
 */
export function toCallError(client: TabbyClient, path: string, error: unknown): unknown {
  if (!isTabbyError(error) || error.name !== 'TabbyApiError') return error
  return new APICallError({
    message: error.message,
    url: `${client.baseUrl}${path}`,
    requestBodyValues: {},
    statusCode: error.status,
    isRetryable: false,
    cause: error,
  })
}

import { isTabbyError, requestJson, TabbyApiError, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import { getHealth } from './get-health.js'

/** What a gateway responds with while the server behind it is down or busy. */
const notYet = [408, 429, 502, 503, 504]

/**
 * Checks once whether the server is ready.
 *
 * @returns What is still missing, for a message; nothing if the server is ready.
 * @throws Whatever waiting cannot fix: a wrong key, another program at that address, an unhealthy server.
 */
export async function probeReadiness(
  client: TabbyClient,
  model: boolean,
  options: TabbyRequestOptions & { readonly signal: AbortSignal },
): Promise<string | undefined> {
  let unhealthy: string | undefined
  try {
    const { status, issues } = await getHealth(client, options)
    if (status === 'unhealthy') unhealthy = issues.at(-1)?.description ?? status
    // The server responds with 503 while nothing is loaded and while a load is running (recording model_during_load).
    else if (model) await requestJson(client, { ...options, path: '/v1/model', operation: 'probe' })
  } catch (error) {
    // The reason of an abort may look like one of the errors below.
    options.signal.throwIfAborted()
    const { status = 0 } = error as TabbyApiError
    const { code } = isTabbyError(error) ? error : {}
    if (code === 'connection_error' || code === 'timeout' || notYet.includes(status)) return (error as Error).message
    throw error
  }
  if (unhealthy === undefined) return undefined
  throw new TabbyApiError('generation_failed', `the server is unhealthy until it is restarted: ${unhealthy}`, {
    status: 503,
    detail: unhealthy,
    issues: [],
    retryAfter: undefined,
  })
}

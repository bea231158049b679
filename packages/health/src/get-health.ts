import { requestJson, TabbyApiError, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The response of `GET /health`, with 200 and with 503. */
export const healthSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    status: v.string(),
    issues: v.array(v.looseObject({ time: v.string(), description: v.string() })),
  }))()

/** The health of a server. */
export interface Health {
  /** `unhealthy` after the first failed generation, until the server is restarted; it may still work. */
  status: 'healthy' | 'unhealthy' | (string & {})
  /** What went wrong since the server was started. */
  issues: HealthIssue[]
}

/** Something that went wrong on the server. */
export interface HealthIssue {
  /** When, as an ISO 8601 date in UTC. */
  time: string
  /** The message of the exception. */
  description: string
}

/**
 * Gets the health of the server. An unhealthy server is a result here, not an error.
 *
 * `GET /health`, without a key. The server becomes unhealthy (503) with the first generation that raises an exception,
 * including one for a parameter out of range, and stays so until it is restarted, although later requests may work.
 * Health does not depend on a loaded model. The request is never retried: a failure is a result too.
 *
 * @returns The status, and what went wrong.
 * @throws TabbyConnectionError if the server cannot be reached.
 * @throws TabbyApiError with the code `server_error` if the 503 comes from something in front of the server.
 * @throws TabbyResponseError if another program responds at that address.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getHealth } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const { status, issues } = await getHealth(client)
 * console.log(status, issues.map((issue) => issue.description))
 * ```
 */
export async function getHealth(client: TabbyClient, options?: TabbyRequestOptions): Promise<Health> {
  const path = '/health'
  const response = await client.send({ ...options, path, access: 'none', operation: 'probe', acceptStatus: [503] })
  const { status } = response
  try {
    return await requestJson<Health>({ ...client, send: async () => response }, { path, schema: healthSchema })
  } catch (error) {
    if (status !== 503) throw error
    // A gateway whose server is down responds with 503 as well, with a page or with JSON of its own.
    const detail = "the response is not TabbyAPI's own"
    const details = { status, detail, issues: [], retryAfter: undefined }
    throw new TabbyApiError('server_error', `GET ${path} failed with ${status}: ${detail}`, details)
  }
}

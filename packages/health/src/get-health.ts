import { requestJson, TabbyApiError, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The answer of `GET /health`, with 200 and with 503. */
export const healthSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    status: v.string(),
    issues: v.array(v.looseObject({ time: v.string(), description: v.string() })),
  }))()

/** How the server is. */
export interface Health {
  /** `unhealthy` from the first failed generation on, until the server is restarted; it may work again meanwhile. */
  status: 'healthy' | 'unhealthy' | (string & {})
  /** What went wrong since the server was started. */
  issues: HealthIssue[]
}

/** Something that went wrong on the server. */
export interface HealthIssue {
  /** When, as an ISO 8601 date in UTC. */
  time: string
  /** What, in the words of the program that failed. */
  description: string
}

/**
 * Asks how the server is. An unhealthy server is an answer here and not an error.
 *
 * `GET /health`, without a key. The server becomes unhealthy (503) with the first generation that raises an exception,
 * a parameter out of range included, and stays so until it is restarted, although later requests may work. A loaded
 * model is no part of health. The call is never repeated: a failure is an answer too.
 *
 * @param client - The client.
 * @param options - Signal, timeout and retries of this call.
 * @returns The status, and what went wrong.
 * @throws TabbyConnectionError when the server cannot be reached.
 * @throws TabbyApiError with the code `server_error` when the 503 comes from something in front of the server.
 * @throws TabbyResponseError when something else than TabbyAPI answers at that address.
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
    // A gateway whose server is down answers 503 as well, with a page or with JSON of its own.
    const detail = "the answer is not TabbyAPI's own"
    const details = { status, detail, issues: [], retryAfter: undefined }
    throw new TabbyApiError('server_error', `GET ${path} failed with ${status}: ${detail}`, details)
  }
}

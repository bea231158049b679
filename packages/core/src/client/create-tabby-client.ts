import ky, { type Options } from 'ky'
import { buildClient, type RetryLoop } from './build-client.js'
import type { TabbyClient, TabbyResponse } from './tabby-client.js'
import type { TabbyClientOptions } from './tabby-client-options.js'

/**
 * Lets ky run the attempts: it counts them, asks the policy, waits, and rethrows the last error as it is. It gets an
 * attempt (key, timeout, body, errors) as its `fetch`, and returns what that resolves with unchanged.
 *
 * Headers and body bypass ky's Request, and the caller's signal goes straight to fetch as well: a Request holds its
 * signal weakly, so an abort would be lost after a garbage collection. ky itself observes a signal while it waits. It
 * gets a separate one for each call: ky follows its signal with `AbortSignal.any`, which leaves something behind on
 * that signal for each call, and one signal of the caller may serve a hundred thousand calls.
 *
 * Uses only what ky 1.14 and 2.1 share. Both check `methods` before they call `shouldRetry`, and wait at most 24 days,
 * the limit of a timer.
 */
const retryWithKy: RetryLoop = async (attempt, { url, method, signal, limit, getDelay }) => {
  // A call that nothing can abort gets no signal: creating and following one costs time.
  const controller = signal && new AbortController()
  const abort = () => controller?.abort(signal?.reason)
  let wait = 0
  const options = {
    method,
    signal: controller?.signal,
    timeout: false,
    throwHttpErrors: false,
    retry: {
      limit,
      methods: [method],
      shouldRetry({ error, retryCount }: { readonly error: Error; readonly retryCount: number }) {
        const delay = getDelay(error, retryCount)
        wait = delay ?? 0
        return delay !== undefined
      },
      delay: () => wait,
    },
    fetch: attempt,
  }
  signal?.addEventListener('abort', abort)
  try {
    return await (ky(url, options as unknown as Options) as Promise<unknown> as Promise<TabbyResponse>)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/**
 * Creates a client for one TabbyAPI server. Makes no requests and reads no environment variables.
 *
 * Each call carries the least privileged key that works, and keys are never sent to another origin: redirects are
 * errors.
 *
 * @param options - Address, keys, timeouts, retries and hooks. All have defaults.
 * @returns A client, the first argument of every function of the family.
 * @throws TabbyRequestError when `baseUrl` is not an http address, or holds a name or password.
 * @throws TabbyRequestError when an `adminKey` is given in a browser without `allowAdminKeyInBrowser`.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 *
 * const client = createTabbyClient({
 *   baseUrl: 'http://127.0.0.1:5000',
 *   apiKey: process.env.TABBY_API_KEY,
 *   onRetry: ({ path, delay }) => console.warn(`${path} is retried in ${delay} ms`),
 * })
 * ```
 */
export function createTabbyClient(options: TabbyClientOptions = {}): TabbyClient {
  return buildClient(options, retryWithKy)
}

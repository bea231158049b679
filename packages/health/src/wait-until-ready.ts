import {
  allowManyListeners,
  type TabbyClient,
  TabbyRequestError,
  type TabbyRequestOptions,
  TabbyTimeoutError,
} from '@tabby/core'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'
import { probeReadiness } from './probe-readiness.js'

/** What to wait for, and for how long. */
export interface WaitUntilReadyParams {
  /** Also wait until a model is loaded. Default `false`. */
  model?: boolean | undefined
  /** Longest time to wait in all, in milliseconds; `false` for no limit. Default 60,000. */
  timeout?: number | false | undefined
  /** Time between the end of one request and the next, in milliseconds. Default 500. */
  interval?: number | undefined
}

/** Timeout of each request, in milliseconds, so that a connection that hangs does not use up all of it. */
const requestTimeout = 10_000

/**
 * Waits until the server is ready: it can be reached, is healthy, and has a model loaded if you ask for one.
 *
 * Sends `GET /health`, and for a model `GET /v1/model`, again and again, one request at a time. A server that cannot be
 * reached, does not respond, or is missing behind its gateway (408, 429, 502, 503, 504) is not ready yet. What waiting
 * cannot fix rejects at once: a wrong key, another program at that address, and an unhealthy server, because TabbyAPI
 * stays unhealthy until it is restarted. To wait for a restart as well, catch that error and call again. The client's
 * hooks see each request.
 *
 * @param client - For a model it needs a key.
 * @param params - Whether to wait for a model, and for how long.
 * @param options - Signal. There is no `timeout` and no `retry` here: `params.timeout` is for the whole wait.
 * @throws TabbyRequestError if `timeout` or `interval` is not a time.
 * @throws TabbyTimeoutError when the time is up; its message says what was still missing.
 * @throws TabbyApiError with the code `generation_failed` if the server is unhealthy, and `authentication_error` for a
 * wrong key.
 * @throws TabbyResponseError if another program responds at that address.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { waitUntilReady } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: process.env.TABBY_API_KEY })
 * await waitUntilReady(client, { model: true, timeout: 120_000 })
 * console.log('a model is loaded')
 * ```
 */
export async function waitUntilReady(
  client: TabbyClient,
  params: WaitUntilReadyParams = {},
  options: Pick<TabbyRequestOptions, 'signal'> = {},
): Promise<void> {
  const { model = false, timeout: limit = 60_000, interval = 500 } = params ?? {}
  const { signal } = options ?? {}
  const problem = readWaitProblem({ model, timeout: limit, interval })
  if (problem) throw new TabbyRequestError(`waitUntilReady: ${problem}`)
  signal?.throwIfAborted()
  const controller = new AbortController()
  let missing: string | undefined = 'no response yet'
  const abort = () => controller.abort(signal?.reason)
  const giveUp = () => {
    const message = `the server was not ready within ${limit} ms: ${missing}`
    controller.abort(new TabbyTimeoutError(message, { timeout: 'timeout', limit: Number(limit) }))
  }
  if (signal) allowManyListeners(signal)
  signal?.addEventListener('abort', abort)
  // A limit of more than 24 days would overflow setTimeout and fire at once.
  const timer = limit !== false && limit < 2 ** 31 ? setTimeout(giveUp, limit) : undefined
  const inner = { signal: controller.signal, timeout: requestTimeout, retry: false as const }
  const poll = async () => {
    while ((missing = await probeReadiness(client, model, inner))) await wait(interval, controller.signal)
  }
  try {
    await new Promise<void>((resolve, reject) => {
      // Ends the wait even if a key function or a custom fetch never settles.
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
      poll().then(resolve, reject)
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** Says why these values cannot be used, or nothing if they can. It repeats no value. */
function readWaitProblem({ model, timeout, interval }: WaitUntilReadyParams): string | undefined {
  if (typeof model !== 'boolean') return 'model must be true or false'
  if (timeout !== false && !(typeof timeout === 'number' && timeout >= 0)) {
    return 'timeout must be a number of milliseconds, 0 or more, or false for no limit'
  }
  if (!(typeof interval === 'number' && interval >= 0 && interval <= longestTimer)) {
    return `interval must be a number of milliseconds from 0 to ${longestTimer}`
  }
  return undefined
}

/** Waits, and rejects with the signal's reason when it is aborted meanwhile. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', abort)
  })
}

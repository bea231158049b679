import {
  allowManyListeners,
  type TabbyClient,
  TabbyRequestError,
  type TabbyRequestOptions,
  TabbyTimeoutError,
} from '@tabby/core'
import { probeReadiness } from './probe-readiness.js'
import { wait } from './wait.js'

/** What to wait for, and for how long. */
export interface WaitUntilReadyParams {
  /** Also wait until a model is loaded and can be asked. Default `false`. */
  model?: boolean | undefined
  /** Longest time to wait in all, in milliseconds; `false` for no limit. Default 60,000. */
  timeout?: number | false | undefined
  /** Time between the end of one question and the next, in milliseconds. Default 500. */
  interval?: number | undefined
}

/** Longest time for a single question, in milliseconds, so that a connection that hangs does not use up all of it. */
const questionTimeout = 10_000

/**
 * Waits until the server can be used: it can be reached, is healthy, and when asked for, has a model loaded.
 *
 * Asks `GET /health`, and for a model `GET /v1/model`, again and again, one request at a time. A server that cannot be
 * reached, does not answer, or is missing behind its gateway (408, 429, 502, 503, 504) is not ready yet. What waiting
 * does not mend rejects at once: a wrong key, another program at that address, and an unhealthy server, because
 * TabbyAPI stays unhealthy until somebody restarts it. To wait for a restart as well, catch that error and call
 * again. The client's hooks see each request.
 *
 * @param client - The client; for a model it needs a key.
 * @param params - Whether to wait for a model, and for how long.
 * @param options - Signal. The waiting has a timeout of its own and repeats by itself.
 * @throws TabbyRequestError when `timeout` or `interval` is not a time.
 * @throws TabbyTimeoutError when the time is over, with what was still missing in its message.
 * @throws TabbyApiError with the code `generation_failed` when the server is unhealthy, and `authentication_error` for
 * a wrong key.
 * @throws TabbyResponseError when another program answers at that address.
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
  const { model = false, timeout: limit = 60_000, interval = 500 } = params
  const { signal } = options
  const problem = readWaitProblem({ model, timeout: limit, interval })
  if (problem) throw new TabbyRequestError(`waitUntilReady: ${problem}`)
  signal?.throwIfAborted()
  const controller = new AbortController()
  let missing: string | undefined = 'no answer yet'
  const abort = () => controller.abort(signal?.reason)
  const giveUp = () => {
    const message = `the server was not ready within ${limit} ms: ${missing}`
    controller.abort(new TabbyTimeoutError('timeout', message, { timeout: 'timeout', limit }))
  }
  if (signal) allowManyListeners(signal)
  signal?.addEventListener('abort', abort)
  // A limit of more than 24 days would overflow setTimeout and fire at once.
  const timer = limit !== false && limit < 2 ** 31 ? setTimeout(giveUp, limit) : undefined
  const inner = { signal: controller.signal, timeout: questionTimeout, retry: false as const }
  const poll = async () => {
    while ((missing = await probeReadiness(client, model, inner))) await wait(interval, controller.signal)
  }
  try {
    await new Promise<void>((resolve, reject) => {
      // Ends the waiting also where a key function or a custom fetch never settles.
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
      poll().then(resolve, reject)
    })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** The longest time that a timer of the runtime can wait: a longer one fires at once. */
const longestTimer = 2_147_483_647

/** Says why nothing can be waited for with these values, or nothing when it can. No value is repeated. */
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

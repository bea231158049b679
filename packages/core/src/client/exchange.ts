import { startClock } from './start-clock.js'
import type { TabbyResponse } from './tabby-client.js'

/** Time for the body of an error answer where the call itself has no time limit. */
const errorBodyTimeout = 30_000

/**
 * Sends one attempt and reads its body, unless it is a stream to be read later, under one clock and one signal.
 *
 * Promise.race settles the caller at once even where a custom fetch lost its signal or never looked at it. The
 * controller is held by its timer and by the listener on the caller's signal, so a garbage collection loses neither.
 *
 * @throws the signal's reason, a TabbyTimeoutError, or whatever fetch throws.
 */
export async function exchange(
  send: (signal: AbortSignal) => Promise<Response>,
  isStream: (status: number) => boolean | undefined,
  isError: (status: number) => boolean,
  timeout: number | false,
  signal: AbortSignal | undefined,
): Promise<TabbyResponse> {
  const controller = new AbortController()
  const inner = controller.signal
  const fail = (reason: unknown) => controller.abort(reason)
  const abort = () => fail(signal!.reason)
  let timer = startClock('timeout', timeout, fail)
  signal?.addEventListener('abort', abort)
  const work = async () => {
    const response = await send(inner)
    const { status, headers, body } = response
    if (inner.aborted) void body?.cancel()
    if (isStream(status)) return response
    if (isError(status)) timer ??= startClock('timeout', errorBodyTimeout, fail)
    const text = await response.text()
    return { status, headers, body: null, text: async () => text }
  }
  try {
    return await Promise.race([work(), new Promise<never>((_, reject) => (inner.onabort = () => reject(inner.reason)))])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

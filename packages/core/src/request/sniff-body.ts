import { startTimeout, withTimeout } from '../client/timeouts.js'
import type { TabbyTimeoutError } from '../errors/tabby-timeout-error.js'

/** A body whose first byte has been inspected. */
export interface SniffedBody {
  /** Whether it is one JSON document. */
  readonly isDocument: boolean
  /** The body from its beginning. */
  readonly body: ReadableStream<Uint8Array>
}

/** White space and the byte order mark of UTF-8: they may precede JSON and mean nothing. */
const blanks = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf])

/** How many of them are skipped, in bytes, before the body counts as a document. */
const maxBlanks = 65_536

/**
 * Inspects the first byte of a body that is labelled as JSON, because gateways label event streams that way too. JSON
 * begins with a bracket, a quote, a minus, a digit, or the first letter of `true`, `false` or `null`; a line of an
 * event stream begins with another letter or a colon.
 *
 * @param timeout - How long to wait for the first byte, in milliseconds.
 * @param call - Method and path, for the error.
 */
export async function sniffBody(
  body: ReadableStream<Uint8Array>,
  timeout: number | false,
  call: string,
  signal: AbortSignal | undefined,
): Promise<SniffedBody> {
  const reader = body.getReader()
  const begun: Uint8Array[] = []
  let first: number | undefined
  const look = async () => {
    for (let size = 0; first === undefined && size < maxBlanks;) {
      const { done, value } = await reader.read()
      if (done) return
      begun.push(value)
      size += value.length
      first = value.find((byte) => !blanks.has(byte))
    }
  }
  let timer: ReturnType<typeof startTimeout>
  try {
    await withTimeout(
      () =>
        new Promise<void>((resolve, reject) => {
          timer = startTimeout('idleTimeout', timeout, { call }, (error: TabbyTimeoutError) => reject(error))
          // If the connection breaks here, the body appears to its reader to have ended.
          look().then(resolve, () => resolve())
        }),
      false,
      signal,
      { call },
    )
  } catch (error) {
    void reader.cancel().catch(() => {})
    throw error
  } finally {
    clearTimeout(timer)
  }
  return {
    // The first letters of an event's fields (`data`, `event`, `id`, `retry`), and the colon of a comment.
    isDocument: first === undefined || !'deir:'.includes(String.fromCharCode(first)),
    body: new ReadableStream({
      async pull(controller) {
        const value = begun.shift() ?? (await reader.read()).value
        if (value) controller.enqueue(value)
        else controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    }),
  }
}

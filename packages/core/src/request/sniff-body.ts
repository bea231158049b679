import { startTimeout, withTimeout } from '../client/timeouts.js'
import type { TabbyTimeoutError } from '../errors/tabby-timeout-error.js'

/** How a body begins, and the whole of it. */
export interface SniffedBody {
  readonly isDocument: boolean
  readonly body: ReadableStream<Uint8Array>
}

/** Blanks, line ends and the mark of UTF-8 come before JSON, and mean nothing. */
const blanks = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf])

/** How many of them are waited for, in bytes. */
const maxBlanks = 65_536

/**
 * Looks at the first byte of a body that calls itself JSON: gateways give that type to event streams too. JSON begins
 * with a bracket, a quote, a digit or the letter of a word; a field of an event with another letter or a colon.
 *
 * @param timeout - How long to wait for the first byte.
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
          // A connection that breaks here is read again as one that ended, by whoever reads the body.
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
    // Of the fields of an event: `data`, `event`, `id`, `retry`, and the colon of a comment.
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

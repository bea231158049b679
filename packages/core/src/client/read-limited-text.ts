/** Time for the body of an error, in milliseconds, if the call itself has no timeout. */
export const errorBodyTimeout = 30_000

/** Largest body of an error that is read, in bytes. Nobody reads more of a message. */
export const maxErrorSize = 1_048_576

/** A body as text, as far as it was read. */
export interface LimitedText {
  readonly text: string
  /** Whether it is all of the body; false when that is larger than the limit. */
  readonly isWhole: boolean
}

/**
 * Reads a body as text up to a size in bytes, counted after decompression: a megabyte of gzip can be a gigabyte. At the
 * limit it stops reading and closes the connection.
 */
export async function readLimitedText(
  response: { readonly body: ReadableStream<Uint8Array> | null; readonly text: () => Promise<string> },
  limit: number,
  signal?: AbortSignal,
): Promise<LimitedText> {
  const { body } = response
  if (!body) {
    // An empty one, or that of a runtime without streams, such as React Native.
    const text = await response.text()
    return { text: text.slice(0, limit), isWhole: text.length <= limit }
  }
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  signal?.addEventListener('abort', cancel)
  try {
    const decoder = new TextDecoder()
    let text = ''
    for (let size = 0; ;) {
      const { done, value } = await reader.read()
      if (done) return { text: text + decoder.decode(), isWhole: true }
      size += value.length
      if (size > limit) {
        cancel()
        return {
          text: text + decoder.decode(value.subarray(0, Math.max(0, value.length - (size - limit)))),
          isWhole: false,
        }
      }
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/** Bytes of an image at most. The real server takes what its memory holds. */
const mostBytes = 20 * 2 ** 20

/** Milliseconds until the last byte of it. */
const longest = 10_000

/** Bytes at the beginning and the end of an image that are looked at. */
const looked = 64

/**
 * Fetches an image over the network: its first and last bytes as characters, or `undefined` for another status than 200.
 * Throws when no connection comes about, when it takes too long, and when the image is too large.
 */
export async function loadImage(
  address: URL,
  signal: AbortSignal,
  milliseconds = longest,
): Promise<{ readonly head: string; readonly tail: string } | undefined> {
  const limited = new AbortController()
  const stop = (): void => limited.abort()
  const timer = setTimeout(stop, milliseconds)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const response = await fetch(address, { signal: limited.signal, credentials: 'omit' })
    if (response.status !== 200) {
      await response.body?.cancel()
      return undefined
    }
    return await readEnds(response)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

/** The first and the last bytes of a body; of the rest nothing is kept. */
async function readEnds({ body }: Response): Promise<{ head: string; tail: string }> {
  const reader = body?.getReader()
  let [head, tail, length] = ['', '', 0]
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done || !value) return { head, tail }
    length += value.length
    if (length > mostBytes) {
      await reader?.cancel()
      throw new RangeError('the image is too large')
    }
    const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
    if (head.length < looked) head += text(value.subarray(0, looked - head.length))
    tail = (tail + text(value.subarray(-looked))).slice(-looked)
  }
}

/** How long a source may be silent before a ping: as long as TabbyAPI's own, for proxies that give up after 60 s. */
const pingInterval = 15_000

/** How events are written, and what ends them. */
export interface EventWriting<Value> {
  /** Writes an event, without the blank line that ends it. */
  readonly toFrame: (value: Value) => string
  /** Written after the last event, if given. */
  readonly last?: string | undefined
  /** Writes what is sent in place of the rest if the source fails. If it throws, the body fails with that error. */
  readonly toErrorFrame: (error: unknown) => string | Promise<string>
}

/**
 * Waits for the first event or the failure of a source, which decides the status of a response, for at most one ping
 * interval.
 *
 * @throws What the source throws.
 */
export async function waitForFirst<Value>(
  source: AsyncIterator<Value>,
): Promise<{ readonly coming: Promise<IteratorResult<Value>> }> {
  let timer
  try {
    const coming = source.next()
    const silence = new Promise<void>((resolve) => (timer = setTimeout(resolve, pingInterval)))
    await Promise.race([coming, silence])
    // In an object, because a promise that is returned is awaited.
    return { coming }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Writes a source as the bytes of an event stream, with pings while it is silent.
 *
 * Not a generator: one that was never started would not close its source if the reader leaves early.
 *
 * @param coming - The value that is already awaited. Pings are sent meanwhile.
 */
export function toEventBytes<Value>(
  source: AsyncIterator<Value>,
  { toFrame, last, toErrorFrame }: EventWriting<Value>,
  coming?: Promise<IteratorResult<Value>>,
): AsyncIterableIterator<Uint8Array> {
  const encoder = new TextEncoder()
  const toResult = (frame: string) => ({ done: false, value: encoder.encode(`${frame}\n\n`) })
  const finished = { done: true, value: undefined } as const
  let isOver = false
  return {
    async next() {
      if (isOver) return finished
      let timer
      try {
        coming ??= source.next()
        const silence = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, pingInterval)))
        const result = await Promise.race([coming, silence])
        if (!result) return toResult(': ping')
        coming = undefined
        if (!result.done) return toResult(toFrame(result.value))
        isOver = true
        return last === undefined ? finished : toResult(last)
      } catch (error) {
        isOver = true
        // If a value cannot be written, the source would otherwise continue.
        await source.return?.().catch(() => {})
        return toResult(await toErrorFrame(error))
      } finally {
        clearTimeout(timer)
      }
    },
    async return() {
      await source.return?.()
      return finished
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** How long a source may be silent before a ping: as long as TabbyAPI's own, for proxies that give up after 60 s. */
const pingInterval = 15_000

/** Events as text, and what is written at their end. */
export interface EventWriting<Value> {
  /** Writes an event, without the blank line that ends it. */
  readonly toFrame: (value: Value) => string
  /** Written after the last event; nothing if it is missing. */
  readonly last?: string | undefined
  /** Writes what is sent instead of the rest when the source fails. What it throws is what the body fails with. */
  readonly toErrorFrame: (error: unknown) => string | Promise<string>
}

/**
 * Waits for the first event or the failure of a source, whichever decides about the status of a response, for at most
 * as long as a ping takes.
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
    // In an object: a promise that is returned is waited for.
    return { coming }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Writes a source as the bytes of an event stream, with pings while it is silent.
 *
 * No generator: one that was never begun would not close its source when the reader leaves early.
 *
 * @param coming - What is waited for already. It goes on while pings are sent.
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
        // A value that cannot be written leaves a source that would go on.
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

/** A body that several readers read from the beginning. */
export interface SharedBody {
  /** Opens a reader's own copy. `onLeave` is called when the reader cancels it. */
  readonly open: (onLeave: () => void) => ReadableStream<Uint8Array<ArrayBuffer>>
  /** What has arrived so far, as text. */
  readonly getText: () => string
  readonly cancel: (reason: unknown) => void
}

/**
 * Shares one body among readers that come and go. It is read at the pace of the fastest one, and kept, so that a late
 * reader gets all of it. `onEnd` is called when it has ended, even if it broke off.
 */
export function shareBody(body: ReadableStream<Uint8Array<ArrayBuffer>>, onEnd: () => void): SharedBody {
  const reader = body.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let end: { readonly error?: unknown } | undefined
  let reading: Promise<void> | undefined
  const read = () =>
    (reading ??= reader
      .read()
      .then(({ done, value }) => {
        if (done) end = {}
        else chunks.push(value)
      })
      .catch((error: unknown) => {
        end = { error }
      })
      .finally(() => {
        reading = undefined
        if (end) onEnd()
      }))
  return {
    open(onLeave) {
      let place = 0
      return new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          async pull(controller) {
            while (place === chunks.length && !end) await read()
            if (place < chunks.length) controller.enqueue(chunks[place++]!)
            else if (end && 'error' in end) controller.error(end.error)
            else controller.close()
          },
          cancel: onLeave,
        },
        { highWaterMark: 0 },
      )
    },
    getText() {
      const decoder = new TextDecoder()
      return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
    },
    cancel: (reason) => void reader.cancel(reason).catch(() => {}),
  }
}

/** A queue that one side fills and the other walks through. */
export interface EventQueue<Item> {
  push(item: Item): void
  /** No more items will come. */
  end(): void
  readonly events: AsyncIterable<Item>
}

/** An empty queue. Pushing never waits, so who fills it is not held up by who reads it, or has stopped reading. */
export function createEventQueue<Item>(): EventQueue<Item> {
  const items: Item[] = []
  let ended = false
  let wake: (() => void) | undefined
  const notify = (): void => {
    wake?.()
    wake = undefined
  }
  return {
    push(item) {
      items.push(item)
      notify()
    },
    end() {
      ended = true
      notify()
    },
    events: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const item = items.shift()
          if (item !== undefined) yield item
          else if (ended) return
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      },
    },
  }
}

import { isTabbyError, type TabbyWatch } from '@tabby/core'

/** The outcome of a stream, for a circuit. */
interface Outcome {
  readonly watch: TabbyWatch
  /** Resolves when the server has shown that it works; otherwise rejects with what ended the stream. */
  readonly promise: Promise<void>
  /** Ends the wait of a stream that nobody reads. */
  readonly giveUp: () => void
}

/**
 * Watches a stream until it shows whether the server works: to its first event in a test, and otherwise to its end. A
 * stream that the caller left shows it too, if an event has arrived.
 */
export function watchOutcome(isTest: boolean): Outcome {
  let resolve!: () => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<void>((...settle) => ([resolve, reject] = settle))
  let hasEvent = false
  return {
    promise,
    giveUp: () => reject(undefined),
    watch: {
      onValue() {
        if (hasEvent) return
        hasEvent = true
        if (isTest) resolve()
      },
      onEnd({ whole, error }) {
        if (whole || (hasEvent && !isTabbyError(error))) resolve()
        else reject(error)
      },
    },
  }
}

import type { Turn } from '../../time/turn.js'

/** Keeps a generation to its speed. */
export interface Pace {
  /** When the next token is due. */
  readonly dueAt: number
  /** Waits until the next token is due; the first one waits for the prefill as well. */
  step(): Promise<void> | undefined
  /** Ends the wait that is under way. */
  wake(): void
}

/**
 * Starts the clock of one generation. Tokens are due at fixed times, so that a timer's lateness does not add up. One
 * without delays hands the event loop over when its request's turn is over.
 */
export function createPace(speed: { prefillMilliseconds: number; tokenMilliseconds: number }, turn: Turn): Pace {
  let due = performance.now() + speed.prefillMilliseconds
  let wakeUp: (() => void) | undefined
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(finish, milliseconds)
      function finish(): void {
        clearTimeout(timer)
        wakeUp = undefined
        turn.restart()
        resolve()
      }
      wakeUp = finish
    })
  return {
    get dueAt() {
      return due
    },
    step() {
      const left = due - performance.now()
      due += speed.tokenMilliseconds
      if (left > 0) return wait(left)
      if (!turn.isOver()) return undefined
      // One that is late for its clock does little at a time, and must not queue behind those that have none.
      return speed.tokenMilliseconds > 0 ? wait(0) : turn.next()
    },
    wake: () => wakeUp?.(),
  }
}

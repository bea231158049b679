/** Keeps a generation to its speed. */
export interface Pace {
  readonly startedAt: number
  /** When the next token is due. */
  readonly dueAt: number
  /** Waits until the next token is due; the first one waits for the prefill as well. */
  step(): Promise<void> | undefined
  /** Ends the wait that is under way. */
  wake(): void
}

/** How long a generation without delays may go on before others get their turn. */
const SLICE_MILLISECONDS = 8

/** Starts the clock of one generation. Tokens are due at fixed times, so that a timer's lateness does not add up. */
export function createPace(speed: { prefillMilliseconds: number; tokenMilliseconds: number }): Pace {
  const startedAt = performance.now()
  let due = startedAt + speed.prefillMilliseconds
  let wakeUp: (() => void) | undefined
  let turnBegan = startedAt
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(finish, milliseconds)
      function finish(): void {
        clearTimeout(timer)
        wakeUp = undefined
        turnBegan = performance.now()
        resolve()
      }
      wakeUp = finish
    })
  return {
    startedAt,
    get dueAt() {
      return due
    },
    step() {
      const now = performance.now()
      const left = due - now
      due += speed.tokenMilliseconds
      if (left > 0) return wait(left)
      return now - turnBegan > SLICE_MILLISECONDS ? wait(0) : undefined
    },
    wake: () => wakeUp?.(),
  }
}

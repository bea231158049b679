/** How long one piece of work may keep the event loop before others get their turn. */
const sliceMilliseconds = 8

/** Keeps long work from holding up other requests: it asks now and then, and waits when its turn is over. */
export interface Turn {
  isOver(): boolean
  /** Resolves when it is this work's turn again; rejects when nobody waits for its result any more. */
  next(): Promise<void>
  /** The work has just come back from a wait of its own. */
  restart(): void
}

/** All work that waits for its turn. */
const waiting: (() => void)[] = []
/** Of so many that wait, one gets its turn per round of the event loop. */
const shareOfTurns = 50
let isPassing = false

/** Begins a piece of work that may take long; `signal` is aborted when its result is not wanted any more. */
export function createTurn(signal?: AbortSignal): Turn {
  let began = performance.now()
  const restart = (): void => void (began = performance.now())
  return {
    isOver: () => performance.now() - began > sliceMilliseconds,
    restart,
    async next() {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        if (!isPassing) setTimeout(passTurns, 0)
        isPassing = true
      })
      signal?.throwIfAborted()
      restart()
    },
  }
}

function passTurns(): void {
  for (const resolve of waiting.splice(0, Math.ceil(waiting.length / shareOfTurns))) resolve()
  isPassing = waiting.length > 0
  if (isPassing) setTimeout(passTurns, 0)
}

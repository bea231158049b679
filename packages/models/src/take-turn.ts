import { orAbort } from '@tabby/kit/lifetime/or-abort'

/** The last call in the queue of each server. */
const lines = /* @__PURE__ */ new Map<string, Promise<unknown>>()

/** Does the work once all earlier work in the same queue is done. An abort leaves the queue, even before its turn. */
export async function takeTurn<T>(line: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted()
  const before = lines.get(line)
  let leave: (() => void) | undefined
  const left = new Promise<void>((resolve) => (leave = resolve))
  const turn = Promise.resolve(before).then(() => left)
  lines.set(line, turn)
  try {
    if (before) await orAbort(before, signal)
    return await work()
  } finally {
    leave?.()
    // The last call removes the queue; if it left early because of an abort, only once the calls ahead of it are done.
    void turn.then(() => lines.get(line) === turn && lines.delete(line))
  }
}

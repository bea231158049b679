import { allowManyListeners } from '@tabby/core'

/** The last in the line of each server. */
const lines = /* @__PURE__ */ new Map<string, Promise<unknown>>()

/** Does the work when all work before it in the same line is over. An abort leaves the line, also before its turn. */
export async function takeTurn<T>(line: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted()
  const before = lines.get(line)
  let leave: (() => void) | undefined
  const left = new Promise<void>((resolve) => (leave = resolve))
  const turn = Promise.resolve(before).then(() => left)
  lines.set(line, turn)
  try {
    if (before) await untilAborted(before, signal)
    return await work()
  } finally {
    leave?.()
    // The last one turns off the light, but not before those that it has overtaken by an abort.
    void turn.then(() => lines.get(line) === turn && lines.delete(line))
  }
}

function untilAborted(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal!.reason)
    if (signal) allowManyListeners(signal)
    signal?.addEventListener('abort', abort)
    void before.then(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
  })
}

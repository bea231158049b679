/** Resolves with a decision, or rejects with the signal's reason if it is aborted first. */
export async function orAbort<T>(decision: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return decision
  // A decision after an abort is dropped, even if it is an error.
  decision.catch(() => {})
  // A listener is not called for an earlier abort, such as one in the function that decides.
  signal.throwIfAborted()
  let stop!: () => void
  const abort = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([decision, abort])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** What somebody decides, or the signal's reason when it is aborted first. */
export async function orAbort<T>(decision: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return decision
  // What is decided after an abort is dropped, also when it is an error.
  decision.catch(() => {})
  // A listener is not called for an abort that happened before, such as in the function that decides.
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

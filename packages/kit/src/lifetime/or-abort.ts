import { allowManyListeners } from '@tabby/core'

/** Resolves with the result of the work, or rejects with the signal's reason if it is aborted first. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  // A result after an abort is dropped, even if it is an error.
  work.catch(() => {})
  // A listener is not called for an earlier abort, such as one in the function that does the work.
  signal.throwIfAborted()
  allowManyListeners(signal)
  let stop!: () => void
  const abort = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([work, abort])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

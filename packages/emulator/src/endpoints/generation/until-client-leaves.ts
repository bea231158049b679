/** Waits until the client leaves; nothing else ends a stream whose generation was taken away. */
export function untilClientLeaves(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

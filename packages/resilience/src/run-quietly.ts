/**
 * Calls a function of the user whose result nobody waits for. What it throws or rejects with is dropped, because a
 * rejection that nobody catches ends a Node process.
 */
export function runQuietly(run: () => unknown): void {
  try {
    dropRejection(run())
  } catch {
    // The call that caused it has its result already.
  }
}

/** Drops the rejection of an async function where one that throws at once is to be seen. */
export function dropRejection(returned: unknown): void {
  if (returned instanceof Promise) returned.catch(() => {})
}

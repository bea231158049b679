/** Ctrl-C: nothing went wrong, so nothing is said. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

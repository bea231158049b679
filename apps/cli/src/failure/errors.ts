/** The command line makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The server responds, but it cannot do what was requested. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** The server has reported that the key is not allowed to do what is needed. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'
}

/** Ctrl-C: nothing went wrong, so nothing is reported. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

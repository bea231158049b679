/** The command line asks for something that makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The server is there and answers, but what was asked for cannot be done with it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** The server has told that the key may not do what is needed. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'
}

/** Ctrl-C: nothing went wrong, so nothing is said. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

/** Time for the body of an error answer, where the call itself has no time limit. */
export const errorBodyTimeout = 30_000

/** Largest body of an error that is read, in bytes. Nobody reads more of a message. */
export const maxErrorSize = 1_048_576

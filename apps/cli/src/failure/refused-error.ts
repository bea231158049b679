/** The server is there and answers, but what was asked for cannot be done with it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

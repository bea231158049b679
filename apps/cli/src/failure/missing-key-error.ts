/** The server has told that the key may not do what is needed. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'
}

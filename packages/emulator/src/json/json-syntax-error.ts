/** A JSON text that cannot be read, with the words and the offset that the server reports. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'

  constructor(
    message: string,
    /** Characters before the fault. */
    readonly offset: number,
  ) {
    super(message)
  }
}

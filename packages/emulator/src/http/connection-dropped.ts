/** Thrown to end the connection, before the answer or in the middle of it, as a server that is shut down does. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'

  constructor(
    /** Whether the connection is reset rather than closed. */
    readonly reset: boolean,
  ) {
    super('terminated')
  }
}

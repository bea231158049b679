/** Thrown inside an event stream to end the connection without the last chunk, as a server that is shut down does. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped'

  constructor() {
    super('terminated')
  }
}

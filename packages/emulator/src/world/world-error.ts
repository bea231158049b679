/** A world that cannot be played; the message names every place that is wrong. */
export class WorldError extends Error {
  override readonly name = 'WorldError'
}

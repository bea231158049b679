/** Thrown by a transport when a body is longer than the emulator takes in. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

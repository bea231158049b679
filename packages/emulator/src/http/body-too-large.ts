/**
 * Thrown when a request body is more than the emulator takes in, and answered with a 413. The real server sets no limit
 * and takes in what its memory holds.
 */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'

  constructor(limit: string) {
    super(`The request body is too large: the emulator takes ${limit}.`)
  }
}

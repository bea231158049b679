/** A load that went wrong after it had begun: the error event's text. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure'
}

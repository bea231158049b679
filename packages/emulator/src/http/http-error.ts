/** Thrown by a handler to answer with the given response, whatever was going on. */
export class HttpError extends Error {
  override readonly name = 'HttpError'

  constructor(readonly response: Response) {
    super(`answered with status ${response.status}`)
  }
}

/** A generation that fails by itself, without harm to the server's health. */
export class GenerationFailure extends Error {
  override readonly name = 'GenerationFailure'
}

/** A context that is too small, found before the first token or in the middle of a stream. */
export class ContextExceeded extends Error {
  override readonly name = 'ContextExceeded'

  /** The error in OpenAI's shape. */
  get body(): { error: { message: string; type: string; param: null; code: string } } {
    const { message } = this
    return { error: { message, type: 'invalid_request_error', param: null, code: 'context_length_exceeded' } }
  }
}

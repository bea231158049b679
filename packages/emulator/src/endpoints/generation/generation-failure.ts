import { HttpError, replyDetail, replyJson } from '../../http/reply.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { randomHex } from '../../state/random-hex.js'
import type { ServerState } from '../../state/server-state.js'

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

/**
 * Holds a generation while its model is about to go, and fails it when the model is gone
 * (queued_load__chat_plain).
 */
export async function holdDuringChange(server: ServerState, model: LoadedModel): Promise<void> {
  if (!server.change) return
  await server.change
  if (server.model !== model) throw new GenerationFailure('the model was exchanged')
}

/** Turns what goes wrong while an answer is generated into the server's 400 or 503. */
export async function guardAnswer(
  subject: 'Chat completion' | 'Completion',
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof HttpError) throw error
    if (error instanceof ContextExceeded) return replyJson(error.body, 400)
    const words = 'aborted. Maybe the model was unloaded? Please check the server console.'
    return replyDetail(503, `${subject} ${randomHex()} ${words}`)
  }
}

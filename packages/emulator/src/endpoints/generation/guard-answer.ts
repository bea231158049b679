import { HttpError } from '../../http/http-error.js'
import { replyDetail } from '../../http/reply-detail.js'
import { replyJson } from '../../http/reply-json.js'
import { ContextExceeded } from './generation-failure.js'
import { randomHex } from './random-hex.js'

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

import type { HandlerCall } from '../http/answer-request.js'
import { toUnknownModel } from '../http/to-error-response.js'
import { listCards } from './list-cards.js'

/** `GET /v1/models/{id}`. The id may contain slashes, encoded or not. */
export function answerModel(encoded: string): (call: HandlerCall) => Promise<Response> {
  return async (call) => {
    let id = encoded
    try {
      id = decodeURIComponent(encoded)
    } catch {
      // Not encoded after all.
    }
    const card = (await listCards(call)).find((each) => each.id === id)
    if (!card) throw toUnknownModel()
    return Response.json(card)
  }
}

import type { HandlerCall } from '../http/answer-request.js'
import { listCards } from './list-cards.js'

/** `GET /v1/models`: the server's models, and the names that the handler gives them. */
export async function answerModels(call: HandlerCall): Promise<Response> {
  return Response.json({ object: 'list', data: await listCards(call) })
}

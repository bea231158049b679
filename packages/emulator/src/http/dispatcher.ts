import { checkAccess, readPermission } from '../auth/check-access.js'
import { isDictionary } from '../json/dictionary.js'
import { requireEmbeddingModel, requireModel } from '../state/require-model.js'
import type { ServerState } from '../state/server-state.js'
import { createTurn } from '../time/turn.js'
import { checkBody } from '../validation/check-body.js'
import { addCorsHeaders, answerPreflight } from './cors.js'
import type { Endpoint, RequestContext } from './endpoint.js'
import { readBody } from './read-body.js'
import { HttpError, replyDetail, replyText } from './reply.js'
import { createRouter } from './router.js'
import { BodyTooLarge, type ServerRequest } from './server-request.js'

/** Answers one request; `signal` is aborted when its client leaves. */
export type Dispatch = (request: ServerRequest, signal: AbortSignal) => Promise<Response>

/** Turns requests into answers, with every check in the server's order. */
export function createDispatcher(endpoints: readonly Endpoint[], server: ServerState): Dispatch {
  const route = createRouter(endpoints)
  return async (request, signal) => {
    const preflight = answerPreflight(request)
    if (preflight) return preflight
    const { endpoint, response: miss } = route(request)
    try {
      const response = miss ?? (await runEndpoint(endpoint, { request, signal, server }))
      // Nobody waits for an answer: work that was given up gets none, also where giving it up looks like its failure.
      signal.throwIfAborted()
      addCorsHeaders(request, response)
      return response
    } catch (error) {
      if (signal.aborted) throw error
      const response =
        error instanceof BodyTooLarge ? replyDetail(413, error.message) : error instanceof HttpError && error.response
      if (response) {
        addCorsHeaders(request, response)
        return response
      }
      return replyText(500, 'Internal Server Error')
    }
  }
}

async function runEndpoint(
  endpoint: Endpoint,
  place: { request: ServerRequest; signal: AbortSignal; server: ServerState },
): Promise<Response> {
  const { request, signal, server } = place
  // An endpoint without a body model never looks at the body, unless requests are logged.
  const { logRequests, maxBodyBytes } = server.settings
  const body = endpoint.body || logRequests ? await readBody(request, maxBodyBytes, signal) : undefined
  if (logRequests && body !== undefined && !isDictionary(body)) {
    throw new TypeError('the logged body is not an object')
  }
  checkAccess(endpoint.access, request.headers, server)
  if (endpoint.requires === 'model') requireModel(server)
  if (endpoint.requires === 'embedding') requireEmbeddingModel(server)
  const turn = createTurn(signal)
  const context: RequestContext = {
    ...place,
    body: endpoint.body ? checkBody(endpoint.body, body, server) : undefined,
    permission: () => readPermission(request.headers, server),
  }
  // A body that took long to check is large, and takes long to handle.
  if (turn.isOver()) await turn.next()
  return endpoint.handle(context)
}

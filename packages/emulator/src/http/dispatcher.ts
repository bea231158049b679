import { checkGate } from '../gate/check-gate.js'
import { readPermission } from '../gate/read-permission.js'
import { isDictionary } from '../json/is-dictionary.js'
import { requireEmbeddingModel } from '../state/require-embedding-model.js'
import { requireModel } from '../state/require-model.js'
import type { ServerState } from '../state/server-state.js'
import { checkBody } from '../validation/check-body.js'
import { addCorsHeaders, answerPreflight } from './cors.js'
import type { Endpoint, RequestContext } from './endpoint.js'
import { HttpError } from './http-error.js'
import { readBody } from './read-body.js'
import { replyText } from './reply-text.js'
import { createRouter } from './router.js'
import type { ServerRequest } from './server-request.js'

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
      addCorsHeaders(request, response)
      return response
    } catch (error) {
      if (error instanceof HttpError) {
        addCorsHeaders(request, error.response)
        return error.response
      }
      return replyText(500, 'Internal Server Error')
    }
  }
}

async function runEndpoint(
  endpoint: Endpoint,
  place: { request: ServerRequest; signal: AbortSignal; server: ServerState },
): Promise<Response> {
  const { request, server } = place
  // An endpoint without a body model never looks at the body, unless requests are logged.
  const body = endpoint.body || server.settings.logRequests ? await readBody(request) : undefined
  if (server.settings.logRequests && body !== undefined && !isDictionary(body)) {
    throw new TypeError('the logged body is not an object')
  }
  checkGate(endpoint.gate, request.headers, server)
  if (endpoint.requires === 'model') requireModel(server)
  if (endpoint.requires === 'embedding') requireEmbeddingModel(server)
  const context: RequestContext = {
    ...place,
    body: endpoint.body ? checkBody(endpoint.body, body, server) : undefined,
    permission: () => readPermission(request.headers, server),
  }
  return endpoint.handle(context)
}

import { replyText } from './reply.js'
import type { ServerRequest } from './server-request.js'

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY']
const preflightVary = [
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
  'Access-Control-Request-Private-Network',
].join(', ')

/** The answer to a CORS preflight, for any path, known or not; `undefined` when the request is none. */
export function answerPreflight(request: ServerRequest): Response | undefined {
  const origin = request.headers.get('origin')
  const method = request.headers.get('access-control-request-method')
  if (request.method !== 'OPTIONS' || origin === null || method === null) return undefined
  const wanted = request.headers.get('access-control-request-headers')
  const faults: string[] = []
  if (!methods.includes(method)) faults.push('method')
  if (request.headers.get('access-control-request-private-network') === 'true') faults.push('private-network')
  const text = faults.length > 0 ? `Disallowed CORS ${faults.join(', ')}` : 'OK'
  return replyText(faults.length > 0 ? 400 : 200, text, {
    vary: preflightVary,
    'access-control-allow-methods': methods.join(', '),
    'access-control-max-age': '600',
    'access-control-allow-credentials': 'true',
    'access-control-allow-origin': origin,
    ...(wanted === null ? {} : { 'access-control-allow-headers': wanted }),
  })
}

/** Adds the CORS headers of an ordinary answer. The 500 of an unhandled exception has none (cors_500). */
export function addCorsHeaders(request: ServerRequest, response: Response): void {
  response.headers.set('vary', 'Origin')
  const origin = request.headers.get('origin')
  if (origin === null) return
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-allow-credentials', 'true')
}

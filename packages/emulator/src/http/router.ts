import type { Endpoint } from './endpoint.js'
import { replyDetail } from './reply.js'
import type { ServerRequest } from './server-request.js'

/** What a path and a method lead to. */
export type Route = { endpoint: Endpoint; response?: never } | { endpoint?: never; response: Response }

/** Finds endpoints by exact path; other methods are 405, HEAD among them, and a trailing slash is redirected. */
export function createRouter(endpoints: readonly Endpoint[]): (request: ServerRequest) => Route {
  const byPath = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    for (const path of endpoint.paths) byPath.set(path, [...(byPath.get(path) ?? []), endpoint])
  }
  return ({ method, url, path: sent, headers, via }) => {
    const path = decodePath(sent ?? url.pathname)
    const found = byPath.get(path)
    const endpoint = found?.find((candidate) => candidate.method === method)
    if (endpoint) return { endpoint }
    const [first] = found ?? []
    if (first?.answersHead && method === 'HEAD') return { endpoint: first }
    if (first) {
      const allow = first.answersHead ? 'GET, HEAD' : first.method
      return { response: replyDetail(405, 'Method Not Allowed', { allow }) }
    }
    const turned = path.endsWith('/') ? trimSlashes(path) : `${path}/`
    if (byPath.has(turned)) {
      // The absolute address is built from the Host header (http_trailing_slash), and a proxy on this machine is
      // believed when it says that it speaks TLS.
      const host = headers.get('host') ?? url.host
      const isNear = typeof via === 'object' && via.isLoopback
      const scheme = isNear && headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'
      const location = `${scheme}://${host}${turned}${url.search}`
      return { response: new Response(null, { status: 307, headers: { location, 'content-length': '0' } }) }
    }
    return { response: replyDetail(404, 'Not Found') }
  }
}

/** Without a regular expression: one that looks for an end begins anew at each slash of a path that is full of them. */
function trimSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

// The least that a proxy in Node can be: `fetch` into a `Response`, behind the same HTTP server as the gateway.
import { serve } from '@hono/node-server'

const [, , upstream] = process.argv

const relay = async (request: Request): Promise<Response> => {
  const { pathname } = new URL(request.url)
  const { signal, method } = request
  const body = method === 'POST' ? await request.text() : null
  const headers = { 'content-type': 'application/json' }
  const { status, headers: told, body: stream } = await fetch(upstream + pathname, { method, body, headers, signal })
  return new Response(stream, { status, headers: { 'content-type': told.get('content-type') ?? '' } })
}

serve({ fetch: relay, hostname: '127.0.0.1', port: 0, overrideGlobalObjects: false }, ({ port }) => process.send!(port))

import type { Endpoint } from '../http/endpoint.js'
import { replyJson, replyText } from '../http/reply.js'

/**
 * `GET /openapi.json`, `/docs` and `/redoc`: the paths and methods that are served, without the schemas of the real
 * document and without the pages that show it.
 */
export function describeEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { method, paths: names } of endpoints) {
    for (const path of names) {
      paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: { 200: { description: 'OK' } } } }
    }
  }
  const document = { openapi: '3.1.0', info: { title: 'TabbyAPI', version: '0.1.0' }, paths }
  const page = '<!DOCTYPE html><html><title>TabbyAPI</title><a href="/openapi.json">openapi.json</a></html>'
  const answer = (path: string, handle: () => Response): Endpoint => {
    return { method: 'GET', paths: [path], access: 'none', answersHead: true, handle }
  }
  const showPage = (): Response => replyText(200, page, { 'content-type': 'text/html; charset=utf-8' })
  return [
    answer('/openapi.json', () => replyJson(document)),
    ...['/docs', '/docs/oauth2-redirect', '/redoc'].map((path) => answer(path, showPage)),
  ]
}

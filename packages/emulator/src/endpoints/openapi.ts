import type { Endpoint } from '../http/endpoint.js'
import { replyJson } from '../http/reply-json.js'

/** `GET /openapi.json`: the paths and methods that are served, without the schemas of the real one. */
export function openApi(endpoints: readonly Endpoint[]): Endpoint {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    for (const path of endpoint.paths) {
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: { responses: { 200: { description: 'OK' } } } }
    }
  }
  const document = { openapi: '3.1.0', info: { title: 'TabbyAPI', version: '0.1.0' }, paths }
  return { method: 'GET', paths: ['/openapi.json'], gate: 'none', handle: () => replyJson(document) }
}

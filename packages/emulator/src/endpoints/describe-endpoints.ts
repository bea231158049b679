import type { Endpoint } from '../http/endpoint.js'
import { replyJsonText, replyText } from '../http/reply.js'
import { compactJson } from '../json/write-json.js'

/**
 * `GET /openapi.json`, loaded and written on first use, and `/docs` and `/redoc`, without the pages that show it.
 */
export function describeEndpoints(endpoints: readonly Endpoint[]): Endpoint[] {
  let written: Promise<string> | undefined
  const write = async (): Promise<string> => {
    const { writeDocument } = await import('../openapi/write-document.js')
    return compactJson(writeDocument(endpoints))
  }
  const page = '<!DOCTYPE html><html><title>TabbyAPI</title><a href="/openapi.json">openapi.json</a></html>'
  const answer = (path: string, handle: Endpoint['handle']): Endpoint => {
    return { method: 'GET', paths: [path], access: 'none', answersHead: true, handle }
  }
  const showPage = (): Response => replyText(200, page, { 'content-type': 'text/html; charset=utf-8' })
  return [
    answer('/openapi.json', async () => replyJsonText(await (written ??= write()))),
    ...['/docs', '/docs/oauth2-redirect', '/redoc'].map((path) => answer(path, showPage)),
  ]
}

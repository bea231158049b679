import { compactJson } from '../json/compact-json.js'

/** A JSON answer, compact as pydantic writes it. `replyJson(null)` is the four bytes `null` of an admin call without result. */
export function replyJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(compactJson(value))
  return new Response(bytes, {
    status,
    headers: { 'content-length': String(bytes.length), 'content-type': 'application/json', ...headers },
  })
}

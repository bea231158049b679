import { replyJson } from './reply-json.js'

/** The server's usual refusal: `{"detail": ...}`, a text or the list of a 422. */
export function replyDetail(status: number, detail: unknown, headers: Record<string, string> = {}): Response {
  return replyJson({ detail }, status, headers)
}

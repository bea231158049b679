/**
 * A plain text answer; `replyText(500, 'Internal Server Error')` is what any unhandled exception of the server gives.
 */
export function replyText(status: number, text: string, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(text)
  return new Response(bytes, {
    status,
    headers: { 'content-length': String(bytes.length), 'content-type': 'text/plain; charset=utf-8', ...headers },
  })
}

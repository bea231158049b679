/** A JSON answer whose text is written already. */
export function replyJsonText(text: string, status = 200, headers: Record<string, string> = {}): Response {
  const bytes = new TextEncoder().encode(text)
  return new Response(bytes, {
    status,
    headers: { 'content-length': String(bytes.length), 'content-type': 'application/json', ...headers },
  })
}

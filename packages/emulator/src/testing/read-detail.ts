/** What the server says in an error answer: a text, the first refused field, or no JSON at all. */
export function readDetail(body: string): string {
  if (!body.startsWith('{')) return body
  const { detail } = JSON.parse(body) as { detail: string | [{ msg: string }] }
  return typeof detail === 'string' ? detail : detail[0].msg
}

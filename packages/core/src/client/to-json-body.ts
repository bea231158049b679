/**
 * Writes a body as JSON. JSON.stringify escapes a lone surrogate (a string cut inside an emoji), which kills a
 * generation (recording http_lone_surrogate_in_content: 503); it becomes U+FFFD, as `toWellFormed` would do. An
 * escaped backslash is matched too, so that the text `\\ud83d` stays as it is.
 */
export function toJsonBody(body: unknown): string {
  const json = JSON.stringify(body)
  return json.includes('\\ud')
    ? json.replace(/\\\\|\\ud[89a-f]../g, (match) => (match[1] === 'u' ? '\ufffd' : match))
    : json
}

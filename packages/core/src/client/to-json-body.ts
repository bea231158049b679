import { TabbyRequestError } from '../errors/tabby-request-error.js'

/** Writes a body as JSON. What JSON cannot hold is rejected, without showing it. */
function write(body: unknown): string {
  let json: string | undefined
  try {
    json = JSON.stringify(body)
  } catch {
    // The runtime's own message may quote the body.
  }
  if (json !== undefined) return json
  throw new TabbyRequestError(
    'The body cannot be written as JSON: it holds itself, a BigInt, more levels than the stack has, or is a function',
  )
}

/**
 * Writes a body as JSON. JSON.stringify escapes a lone surrogate (a string cut inside an emoji), which kills a
 * generation (recording http_lone_surrogate_in_content: 503); it becomes U+FFFD, as `toWellFormed` would do. An
 * escaped backslash is matched too, so that the text `\\ud83d` stays as it is.
 *
 * @throws TabbyRequestError when JSON cannot hold the body.
 */
export function toJsonBody(body: unknown): string {
  const json = write(body)
  return json.includes('\\ud')
    ? json.replace(/\\\\|\\ud[89a-f]../g, (match) => (match[1] === 'u' ? '\ufffd' : match))
    : json
}

/**
 * The address of a request target. The host in it says nothing: a `Host` header may be missing or no host at all, and
 * the server answers all the same.
 */
export function readTarget(target: string): URL {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '')
  return new URL(`http://localhost${path.startsWith('/') ? path : `/${path}`}`)
}

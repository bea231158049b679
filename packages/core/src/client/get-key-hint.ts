import type { TabbyClientOptions } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

/**
 * What the client knows about a 401 and the server does not: that it has no key for this, or which of its options the
 * key stood in.
 */
export function getKeyHint(
  { apiKey, adminKey }: TabbyClientOptions,
  { access }: TabbyRequest,
  sent: Headers,
): string | undefined {
  if (access === 'admin') {
    if (sent.has('x-admin-key')) {
      return adminKey === apiKey
        ? 'apiKey and adminKey are the same: one of them is in the wrong option'
        : 'the adminKey was sent; an api key in its place is refused'
    }
    return apiKey
      ? 'the client has no adminKey; if its apiKey is an admin key, give it as adminKey'
      : 'the client has no adminKey'
  }
  const hasKey = ['x-api-key', 'x-admin-key', 'authorization'].some((name) => sent.has(name))
  if (access === 'none' || hasKey) return undefined
  return apiKey || adminKey ? 'no key was sent: the key function returned none' : 'the client has no apiKey'
}

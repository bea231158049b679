import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'

/**
 * Checks whether a client has an `adminKey`, which it shows to nobody: a request that needs one would carry it. Nothing
 * is sent, and the client's hooks see nothing.
 */
export async function hasAdminKey(client: TabbyClient, options: TabbyRequestOptions): Promise<boolean> {
  let isSent = false
  const blind = client.extend({
    fetch: async (_url, { headers }) => {
      isSent = new Headers(headers).has('x-admin-key')
      return new Response('null')
    },
    onRequest: undefined,
    onResponse: undefined,
    onRetry: undefined,
    onError: undefined,
  })
  await blind
    .send({ ...options, path: '/v1/auth/permission', access: 'admin', operation: 'probe' })
    .catch(() => options.signal?.throwIfAborted())
  return isSent
}

/**
 * Checks whether a browser reaches the address but hides the response from the page. To the page both look the same, on
 * purpose; but a request in the mode `no-cors`, whose response nobody may read, fails only if nothing responds.
 */
export async function isHiddenByBrowser(client: TabbyClient, options: TabbyRequestOptions): Promise<boolean> {
  // Pages and their workers have a location.
  if (!globalThis.location) return false
  let isReached = false
  const blind = client.extend({
    fetch: async (url, { signal = null }) => {
      await globalThis.fetch(url, { mode: 'no-cors', signal })
      isReached = true
      return new Response()
    },
  })
  await blind
    .send({ ...options, path: '/health', access: 'none', operation: 'probe' })
    .catch(() => options.signal?.throwIfAborted())
  return isReached
}

import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'

/**
 * Tells whether a client has an `adminKey`, which it shows to nobody: a request that needs one would carry it. Nothing
 * is sent, and the client's hooks are told nothing.
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

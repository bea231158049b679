import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'

/**
 * Tells whether a browser reaches the address and hides the answer from the page. To the page both look the same, on
 * purpose; but a request in the mode `no-cors`, whose answer nobody may read, fails only where nobody answers.
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

import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyClientOptions, TabbyKey } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

const readKey = async (key: TabbyKey | undefined) => (typeof key === 'function' ? key() : key)

/**
 * Makes the headers of a request, with the least key that serves: one key header at most, because a second, stale one
 * makes list endpoints answer 500 (WIRE 7, c8), and the bearer token beside it. An empty key is none: an unset
 * environment variable often arrives as '', which the server counts as a key that is there (WIRE 7, c11).
 */
export async function toHeaders(options: TabbyClientOptions, { access, body }: TabbyRequest): Promise<Headers> {
  const { apiKey, adminKey } = options
  const isAdmin = access === 'admin'
  const [first, second] = isAdmin ? [adminKey] : access === 'list' ? [adminKey, apiKey] : [apiKey, adminKey]
  const key = access !== 'none' && ((await readKey(first)) || (await readKey(second)))
  const bearer = await readKey(options.bearerToken)
  try {
    const headers = new Headers(options.headers)
    if (body !== undefined) headers.set('content-type', 'application/json')
    if (key) headers.set(isAdmin ? 'x-admin-key' : 'x-api-key', key)
    if (bearer) headers.set('authorization', `Bearer ${bearer}`)
    return headers
  } catch {
    // The runtime's own message would quote the value.
    throw new TabbyRequestError('a key or header is not valid')
  }
}

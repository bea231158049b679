import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyClientOptions, TabbyKey } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

/** An unset environment variable often arrives as '', which the server counts as a key that is there (WIRE 7, c11). */
const readKey = async (key: TabbyKey | undefined) => (typeof key === 'function' ? await key() : key) || undefined

/**
 * Makes the headers of a request, with the least key that serves: one key header at most, because a second, stale one
 * makes list endpoints answer 500 (WIRE 7, c8), and the bearer token beside it.
 */
export async function toHeaders(options: TabbyClientOptions, request: TabbyRequest): Promise<Headers> {
  const { access = 'api' } = request
  const { apiKey, adminKey } = options
  const keys = { none: [], api: [apiKey, adminKey], list: [adminKey, apiKey], admin: [adminKey] }[access]
  const key = (await readKey(keys[0])) ?? (await readKey(keys[1]))
  const bearer = await readKey(options.bearerToken)
  try {
    const headers = new Headers(options.headers)
    new Headers(request.headers).forEach((value, name) => headers.set(name, value))
    if (request.body !== undefined) headers.set('content-type', 'application/json')
    if (key) headers.set(access === 'admin' ? 'x-admin-key' : 'x-api-key', key)
    if (bearer) headers.set('authorization', `Bearer ${bearer}`)
    return headers
  } catch {
    // The runtime's own message would quote the value.
    throw new TabbyRequestError('a key or header holds a character that cannot be sent')
  }
}

import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyClientOptions, TabbyKey } from './tabby-client-options.js'
import type { TabbyRequest } from './tabby-request.js'

/** Asks for a key. A line end after it comes of a file or a shell, and blanks around it of a form. */
async function readKey(name: string, key: TabbyKey | undefined, learn: (key: string) => void): Promise<string> {
  const value: unknown = typeof key === 'function' ? await key() : key
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw new TabbyRequestError(`The function ${name} must return a text`)
  const trimmed = value.trim()
  if (trimmed) learn(trimmed)
  return trimmed
}

function setKey(headers: Headers, header: string, name: string, value: string): void {
  try {
    headers.set(header, value)
  } catch {
    // The runtime's own message would quote the value.
    throw new TabbyRequestError(
      `The ${name} is not valid: it holds a line end, or a character that no HTTP header can carry`,
    )
  }
}

/**
 * Makes the headers of a request, with the least key that serves: one key header at most, because a second, stale one
 * makes list endpoints answer 500 (WIRE 7, c8), and the bearer token beside it. An empty key is none: an unset
 * environment variable often arrives as '', which the server counts as a key that is there (WIRE 7, c11).
 *
 * @param learn - Is told of each key, so that it can be taken out of errors.
 */
export async function toHeaders(
  options: TabbyClientOptions,
  { access, body }: TabbyRequest,
  learn: (key: string) => void,
): Promise<Headers> {
  const isAdmin = access === 'admin'
  const names = ({ none: [], admin: ['adminKey'], list: ['adminKey', 'apiKey'], api: ['apiKey', 'adminKey'] } as const)[
    access ?? 'api'
  ]
  const headers = new Headers(options.headers)
  if (body !== undefined) headers.set('content-type', 'application/json')
  for (const name of names) {
    const key = await readKey(name, options[name], learn)
    if (!key) continue
    setKey(headers, isAdmin ? 'x-admin-key' : 'x-api-key', name, key)
    break
  }
  const bearer = await readKey('bearerToken', options.bearerToken, learn)
  if (bearer) setKey(headers, 'authorization', 'bearerToken', `Bearer ${bearer}`)
  return headers
}

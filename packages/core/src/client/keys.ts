import { isTabbyError } from '../errors/is-tabby-error.js'
import { createRedactor } from '../errors/to-redacted-text.js'
import { TabbyRequestError } from '../errors/tabby-request-error.js'
import type { TabbyClientOptions, TabbyKey, TabbyKeyState } from './tabby-client-options.js'
import type { TabbyHeaders, TabbyRequest } from './tabby-request.js'

/** How keys are read. */
export interface KeyReading {
  /** Receives each key, so that it can be removed from errors. */
  readonly learn: (key: string) => void
  /** Whether the last key was rejected with a 401. */
  readonly refused: boolean
  /** What the key functions returned last in this call, by the name of the option. */
  readonly keys: Map<string, string>
}

/** Reads a key, without the line break that a file or a shell adds and the spaces that a form adds. */
async function readKey(name: string, key: TabbyKey | undefined, reading: KeyReading): Promise<string> {
  const { learn, refused, keys } = reading
  const state = refused ? { refused, key: keys.get(name) } : { refused }
  const value: unknown = typeof key === 'function' ? await callKey(name, key, state) : key
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw new TabbyRequestError(`The function ${name} must return a string`)
  const trimmed = value.trim()
  if (trimmed) learn(trimmed)
  keys.set(name, trimmed)
  return trimmed
}

/**
 * Calls a key function. An error of this family that it throws, such as that of a token server which cannot be reached,
 * must not look like one of the server that the request was for: nothing was sent there.
 */
async function callKey(name: string, key: Exclude<TabbyKey, string>, state: TabbyKeyState): Promise<unknown> {
  try {
    return await key(state)
  } catch (error) {
    if (!isTabbyError(error) || error.name === 'TabbyRequestError') throw error
    const message = `The function ${name} failed, so nothing was sent: ${error.message}`
    throw new TabbyRequestError(message, { reason: 'key-unavailable', cause: error })
  }
}

function setKey(headers: Headers, header: string, name: string, value: string): void {
  try {
    headers.set(header, value)
  } catch {
    // The runtime's own message would quote the value.
    throw new TabbyRequestError(
      `The ${name} is not valid: it contains a line break, or a character that an HTTP header cannot carry`,
    )
  }
}

/**
 * Creates the headers of a request, with the least privileged key that works: one key header at most, because a second,
 * stale one makes list endpoints fail with 500 (WIRE 7, c8), and the bearer token next to it. An empty key counts as
 * missing: an unset environment variable often arrives as '', which the server counts as a key (WIRE 7, c11).
 *
 * Headers of the request replace those of the client, and keys replace both.
 */
export async function toHeaders(
  options: TabbyClientOptions,
  { access, body, headers: ofCall }: TabbyRequest,
  reading: KeyReading,
): Promise<Headers> {
  const isAdmin = access === 'admin'
  const names = ({ none: [], admin: ['adminKey'], list: ['adminKey', 'apiKey'], api: ['apiKey', 'adminKey'] } as const)[
    access ?? 'api'
  ]
  const headers = new Headers(options.headers ?? undefined)
  if (ofCall) new Headers(ofCall).forEach((value, name) => headers.set(name, value))
  if (body !== undefined) headers.set('content-type', 'application/json')
  for (const name of names) {
    const key = await readKey(name, options[name], reading)
    if (!key) continue
    setKey(headers, isAdmin ? 'x-admin-key' : 'x-api-key', name, key)
    break
  }
  const bearer = await readKey('bearerToken', options.bearerToken, reading)
  if (bearer) setKey(headers, 'authorization', 'bearerToken', `Bearer ${bearer}`)
  return headers
}

/**
 * Explains a 401 with what only the client knows: that it has no key for the endpoint, or which of its options the key
 * came from.
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
        : 'the adminKey was sent; the server refuses an API key in its place'
    }
    return apiKey
      ? 'the client has no adminKey; if its apiKey is an admin key, give it as adminKey'
      : 'the client has no adminKey'
  }
  const hasKey = ['x-api-key', 'x-admin-key', 'authorization'].some((name) => sent.has(name))
  if (access === 'none' || hasKey) return undefined
  return apiKey || adminKey ? 'no key was sent: the key function returned none' : 'the client has no apiKey'
}

/** Names of headers whose value is a secret. */
const secretName = /key|auth|token|secret|cookie|passw|session|credential|signature|jwt/i

/** Reads the values of headers that look like secrets. */
export function readSecretHeaders(headers: TabbyHeaders | undefined): string[] {
  const secrets: string[] = []
  new Headers(headers ?? undefined).forEach((value, name) => {
    if (secretName.test(name) || /^(?:basic|bearer) /i.test(value)) secrets.push(value)
  })
  return secrets
}

/** How many values of key functions are remembered, because a gateway may echo one that was replaced. */
const maxLearned = 32

/** Holds the secrets of a client and removes them from text. */
export interface SecretStore {
  /** Remembers what a key function returned. */
  readonly learn: (key: string) => void
  /** Removes the secrets of the client, and those of one request, from a text. */
  readonly hide: (text: string, ofRequest?: readonly string[]) => string
}

/**
 * Creates a store of every secret in the options, including those that a request does not carry: a gateway in front of
 * several servers may echo the key of another call.
 */
export function createSecretStore(options: TabbyClientOptions): SecretStore {
  const fixed = [options.apiKey, options.adminKey, options.bearerToken].filter((key) => typeof key === 'string')
  fixed.push(...readSecretHeaders(options.headers))
  const learned = new Set<string>()
  let redactor: ((text: string) => string) | undefined
  const getRedactor = () => (redactor ??= createRedactor([...fixed, ...learned]))

  return {
    learn(key) {
      if (learned.has(key) || fixed.includes(key)) return
      learned.add(key)
      for (const oldest of learned) {
        if (learned.size <= maxLearned) break
        learned.delete(oldest)
      }
      redactor = undefined
    },
    hide: (text, ofRequest) =>
      ofRequest?.length ? createRedactor([...fixed, ...learned, ...ofRequest])(text) : getRedactor()(text),
  }
}

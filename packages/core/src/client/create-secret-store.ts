import { createRedactor } from '../errors/create-redactor.js'
import type { TabbyClientOptions } from './tabby-client-options.js'

/** Headers whose value is a secret, by their name. */
const secretName = /key|auth|token|secret|cookie|passw|session|credential|signature|jwt/i

/** How many values of key functions are remembered: a gateway may repeat one that was replaced. */
const maxLearned = 32

/** Knows the secrets of a client, and takes them out of texts. */
export interface SecretStore {
  /** Remembers what a key function gave. */
  readonly learn: (key: string) => void
  /** Takes the secrets of the client, and those of one request, out of a text. */
  readonly hide: (text: string, ofRequest?: readonly string[]) => string
}

/**
 * Makes a store with every secret that the options hold, also those that a request does not carry: a gateway in front
 * of several servers may repeat the key of another call.
 */
export function createSecretStore(options: TabbyClientOptions): SecretStore {
  const fixed = [options.apiKey, options.adminKey, options.bearerToken].filter((key) => typeof key === 'string')
  new Headers(options.headers).forEach((value, name) => {
    if (secretName.test(name) || /^(?:basic|bearer) /i.test(value)) fixed.push(value)
  })
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

import { TabbyRequestError } from '@tabby/core'

/** Who asks for tokens, and where. */
export interface OAuthClientOptions {
  /** Address of the authorization server, as its metadata name it: `https://login.example.com/realms/home`. */
  readonly issuer: string | URL
  /** Id of your application, as it is registered there. */
  readonly clientId: string
  /** Scopes that are asked for, separated by spaces. Default: what the server gives. */
  readonly scope?: string | undefined
  /** The API that the token is for, as servers such as Auth0 want it. Default: what the server gives. */
  readonly audience?: string | undefined
  /**
   * Allows plain http beyond this machine. Default `false`: secrets and tokens would cross the network readable. Plain
   * http on loopback is always allowed.
   */
  readonly allowInsecureIssuer?: boolean | undefined
}

/** A `CryptoKey` of the Web Crypto API, by its members: not all libraries of types declare that name. */
export interface SigningKey {
  /** `private`. */
  readonly type: string
  /** Whether the key can be exported. */
  readonly extractable: boolean
  /** The algorithm that signs. */
  readonly algorithm: { readonly name: string }
  /** What the key is for: it includes `sign`. */
  readonly usages: readonly string[]
}

/** Options of `createTokenSource`. Exactly one of `clientSecret` and `privateKey` is needed. */
export interface TokenSourceOptions extends OAuthClientOptions {
  /** Secret of your application, sent as the server wants it: in the header (the default of OAuth) or in the body. */
  readonly clientSecret?: string | undefined
  /** Private key of your application, which signs a short-lived assertion. The server knows the public one. */
  readonly privateKey?: SigningKey | { readonly key: SigningKey; readonly kid?: string } | undefined
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i

/** Checks what both kinds of grant share, and returns the address of the issuer. */
export function readIssuer(caller: string, options: OAuthClientOptions): URL {
  if (typeof options !== 'object' || options === null) refuse(caller, 'the options must be an object')
  const { issuer, allowInsecureIssuer } = options
  for (const name of ['clientId', 'scope', 'audience'] as const) {
    const value: unknown = options[name]
    if (value === undefined && name !== 'clientId') continue
    if (typeof value !== 'string' || value === '') refuse(caller, `${name} must be a non-empty string`)
  }
  if (allowInsecureIssuer !== undefined && typeof allowInsecureIssuer !== 'boolean') {
    refuse(caller, 'allowInsecureIssuer must be true or false')
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : refuse(caller, 'issuer must be an address')
  if (url.username || url.password) refuse(caller, 'issuer must not contain a name or password')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse(caller, 'issuer must begin with https://')
  if (url.protocol === 'http:' && !loopback.test(url.hostname) && !allowInsecureIssuer) {
    refuse(caller, 'issuer must begin with https://, or anybody on the network can read secrets and tokens')
  }
  return url
}

/** Throws the error of an option that is not valid. It never repeats a value. */
export function refuse(caller: string, sentence: string): never {
  throw new TabbyRequestError(`${caller}: ${sentence}`)
}

import * as oauth from 'oauth4webapi'
import { keepToken, type TokenSource } from './keep-token.js'
import { openIssuer, readToken } from './open-issuer.js'
import { readIssuer, refuse, type TokenSourceOptions } from './token-source-options.js'

/**
 * Makes a function for the `bearerToken` of a client that gets access tokens from an OAuth 2.0 authorization server, for
 * an application that acts for itself (client credentials).
 *
 * The first call of the function discovers the server's endpoints and asks for a token. A token is used by all calls
 * and replaced 30 s before it ends, or after half its life if it lives shorter than a minute; there is one request at a
 * time. After a 401 the client asks for another token, and the refused one is never used again. While the authorization
 * server cannot be reached, a token that still works stays in use.
 *
 * @param options - The authorization server, your application and its secret or private key, scope and audience.
 * @returns The function. It rejects with a `TabbyError` that holds no secret and no token: `permission_error` when the
 *   server rejects your application, `connection_error` when it cannot be reached. A call of a client rejects with
 *   `request_refused` then, whose `reason` is `key-unavailable` and whose `cause` is that error.
 * @throws TabbyRequestError when an option is not valid, or the issuer has plain http and is not on this machine.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createTokenSource } from '@tabby/oauth'
 *
 * const bearerToken = createTokenSource({
 *   issuer: 'https://login.example.com',
 *   clientId: 'my-app',
 *   clientSecret: process.env.CLIENT_SECRET ?? 'for the example',
 *   scope: 'tabby',
 * })
 * const client = createTabbyClient({ baseUrl: 'https://gateway.example.com', bearerToken })
 * console.log(client.baseUrl)
 * ```
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const caller = 'createTokenSource'
  const url = readIssuer(caller, options)
  const { clientSecret, privateKey, scope, audience } = options
  if ((clientSecret === undefined) === (privateKey === undefined)) {
    refuse(caller, 'exactly one of clientSecret and privateKey is needed')
  }
  if (clientSecret !== undefined && (typeof clientSecret !== 'string' || clientSecret === '')) {
    refuse(caller, 'clientSecret must be a non-empty string')
  }
  if (privateKey !== undefined && !isPrivateKey(privateKey)) {
    refuse(caller, 'privateKey must be a private CryptoKey that can sign')
  }
  const issuer = openIssuer(url, options, clientSecret === undefined ? [] : [clientSecret])
  const params = { ...(scope !== undefined && { scope }), ...(audience !== undefined && { audience }) }

  return keepToken(async () => {
    const server = await issuer.discover()
    const authentication =
      clientSecret === undefined
        ? oauth.PrivateKeyJwt(privateKey as CryptoKey | oauth.PrivateKey)
        : chooseSecret(server, clientSecret)
    const askedAt = Date.now()
    try {
      const { client, settings } = issuer
      const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, params, settings())
      return readToken(await oauth.processClientCredentialsResponse(server, client, response), askedAt)
    } catch (error) {
      throw issuer.toError(error, 'The request for an access token')
    }
  })
}

function isPrivateKey(value: unknown): boolean {
  const { key = value } = (value ?? {}) as { readonly key?: unknown }
  const { type, usages } = (key ?? {}) as Partial<CryptoKey>
  return type === 'private' && usages?.includes('sign') === true
}

/** The header is what every server has to take, unless its metadata say otherwise. */
function chooseSecret(server: oauth.AuthorizationServer, secret: string): oauth.ClientAuth {
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_basic') ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret)
}

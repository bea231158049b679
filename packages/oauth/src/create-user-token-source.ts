import { TabbyResponseError } from '@tabby/core'
import * as oauth from 'oauth4webapi'
import { keepToken, type TokenSource } from './keep-token.js'
import type { OAuthTokens } from './oauth-tokens.js'
import { openIssuer, readToken } from './open-issuer.js'
import { type OAuthClientOptions, readIssuer, refuse } from './token-source-options.js'

/** Options of `createUserTokenSource`. */
export interface UserTokenSourceOptions extends Omit<OAuthClientOptions, 'scope' | 'audience'> {
  /** Tokens of `requestDeviceCode`, or those that were saved. */
  readonly tokens: OAuthTokens
  /**
   * Gets the tokens after each refresh, to save them: a server may accept each refresh token only once. What it throws
   * rejects the calls that wait for the refresh; the new tokens are used nevertheless.
   */
  readonly onTokens?: ((tokens: OAuthTokens) => void | Promise<void>) | undefined
}

/**
 * Makes a function for the `bearerToken` of a client that uses the tokens of a person who has logged in, and refreshes
 * them as `createTokenSource` does.
 *
 * Makes no requests until the token has to be refreshed.
 *
 * @param options - The authorization server, your application, the tokens, and what saves new ones.
 * @returns The function. It rejects with `permission_error` when the server does not accept the refresh token any more,
 *   and with `invalid_response` when there is none: the person has to log in again.
 * @throws TabbyRequestError when an option is not valid, or the issuer has plain http and is not on this machine.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createUserTokenSource } from '@tabby/oauth'
 *
 * const bearerToken = createUserTokenSource({
 *   issuer: 'https://login.example.com',
 *   clientId: 'my-program',
 *   tokens: { accessToken: 'saved before' },
 * })
 * const client = createTabbyClient({ baseUrl: 'https://gateway.example.com', bearerToken })
 * console.log(client.baseUrl)
 * ```
 */
export function createUserTokenSource(options: UserTokenSourceOptions): TokenSource {
  const caller = 'createUserTokenSource'
  const url = readIssuer(caller, options)
  const { tokens, onTokens } = options
  if (typeof tokens?.accessToken !== 'string') refuse(caller, 'tokens must hold an accessToken')
  if (onTokens !== undefined && typeof onTokens !== 'function') refuse(caller, 'onTokens must be a function')
  const issuer = openIssuer(url, options, [])
  const first = { refreshToken: undefined, expiresAt: undefined, ...tokens }

  return keepToken(
    async (old) => {
      const refreshToken = old?.refreshToken
      if (refreshToken === undefined) {
        throw new TabbyResponseError('The login has ended, and there is no refresh token: log in again', { paths: [] })
      }
      const server = await issuer.discover()
      const askedAt = Date.now()
      try {
        const { client, settings } = issuer
        const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken, settings())
        const token = readToken(await oauth.processRefreshTokenResponse(server, client, response), askedAt)
        // A server that does not rotate them sends none.
        return { ...token, refreshToken: token.refreshToken ?? refreshToken }
      } catch (error) {
        throw issuer.toError(error, 'The refresh of the login', refreshToken)
      }
    },
    { first, onRenewed: onTokens },
  )
}

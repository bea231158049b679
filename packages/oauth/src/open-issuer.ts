import { type TabbyError, TabbyResponseError } from '@tabby/core'
import * as oauth from 'oauth4webapi'
import { toOAuthError } from './to-oauth-error.js'
import type { OAuthClientOptions } from './token-source-options.js'

/** How long the authorization server may take to answer. */
const timeout = 30_000

/** A token, and what is known of its lifetime. */
export interface IssuedToken {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  /** When it ends, in milliseconds of the epoch; undefined if the server did not say. */
  readonly expiresAt: number | undefined
}

/** An authorization server whose endpoints are found on first use. */
export interface Issuer {
  /** The endpoints. Found once; after a failure the next call tries again. The signal is that of the first call. */
  discover(signal?: AbortSignal): Promise<oauth.AuthorizationServer>
  readonly client: oauth.Client
  /** Options of each request of the library. */
  readonly settings: (signal?: AbortSignal) => {
    readonly [oauth.allowInsecureRequests]: boolean
    readonly signal: AbortSignal
  }
  /** Makes a `TabbyError` of what a request threw. */
  readonly toError: (thrown: unknown, what: string, ...more: readonly string[]) => TabbyError
}

/** Opens an authorization server. Makes no requests. */
export function openIssuer(url: URL, { clientId }: OAuthClientOptions, secrets: readonly string[]): Issuer {
  const isInsecure = url.protocol === 'http:'
  let found: Promise<oauth.AuthorizationServer> | undefined
  const settings = (signal?: AbortSignal) => ({
    [oauth.allowInsecureRequests]: isInsecure,
    signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]),
  })
  const toError = (thrown: unknown, what: string, ...more: readonly string[]) =>
    toOAuthError(thrown, `${what} at ${url.origin}`, [...secrets, ...more])

  const request = async (signal?: AbortSignal): Promise<oauth.AuthorizationServer> => {
    try {
      let response = await oauth.discoveryRequest(url, settings(signal))
      // Servers of OAuth alone publish their metadata at another place.
      if (response.status === 404) {
        await response.body?.cancel()
        response = await oauth.discoveryRequest(url, { ...settings(signal), algorithm: 'oauth2' })
      }
      const server = await oauth.processDiscoveryResponse(url, response)
      checkEndpoints(server, isInsecure)
      return server
    } catch (error) {
      signal?.throwIfAborted()
      throw toError(error, 'The discovery of the authorization server')
    }
  }

  return {
    client: { client_id: clientId },
    settings,
    toError,
    discover: (signal) =>
      (found ??= request(signal).catch((error: unknown) => {
        found = undefined
        throw error
      })),
  }
}

/** What is found over https must not lead to plain http. */
function checkEndpoints(server: oauth.AuthorizationServer, isInsecure: boolean): void {
  const endpoints = [server.token_endpoint, server['device_authorization_endpoint']]
  const isWrong = endpoints.some((each) => typeof each === 'string' && !isInsecure && !each.startsWith('https:'))
  if (!isWrong) return
  const message = 'The authorization server names an endpoint with plain http: secrets would cross the network readable'
  throw new TabbyResponseError(message, { reason: 'schema-mismatch', paths: [] })
}

/** Keeps of a token response what is used, and refuses tokens that are no bearer tokens. */
export function readToken(response: oauth.TokenEndpointResponse, askedAt: number): IssuedToken {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, token_type: type } = response
  if (type !== 'bearer') {
    const message =
      'The authorization server gave a token that is not a bearer token: register the client for bearer tokens'
    throw new TabbyResponseError(message, { reason: 'schema-mismatch', paths: ['token_type'] })
  }
  return { accessToken, refreshToken, expiresAt: seconds === undefined ? undefined : askedAt + seconds * 1000 }
}

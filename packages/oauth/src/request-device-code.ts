import { TabbyResponseError } from '@tabby/core'
import { longestTimer } from '@tabby/kit/lifetime/longest-timer'
import * as oauth from 'oauth4webapi'
import type { OAuthTokens } from './oauth-tokens.js'
import { type Issuer, openIssuer, readToken } from './open-issuer.js'
import { type OAuthClientOptions, readIssuer, refuse } from './token-source-options.js'

/** A login that waits for a person. */
export interface DeviceLogin {
  /** The code that the person types in. */
  readonly userCode: string
  /** The address that the person opens. */
  readonly verificationUri: string
  /** The address with the code in it, if the server has one: for a link or a QR code. */
  readonly verificationUriComplete: string | undefined
  /** When the code ends, in milliseconds of the epoch. */
  readonly expiresAt: number
  /**
   * Asks the server, as often as it allows, until the person has agreed; while the server cannot be reached, half as
   * often each time. Rejects with a `TabbyError` when the person declines or the code has ended, and with the signal's
   * reason.
   */
  wait(options?: { readonly signal?: AbortSignal | undefined }): Promise<OAuthTokens>
}

/** Options of `requestDeviceCode`. */
export interface DeviceCodeOptions extends OAuthClientOptions {
  /** Ends the request for the code. `wait` takes a signal of its own. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Begins a login of a person on another device (device flow), for a program without a browser.
 *
 * Show `verificationUri` and `userCode`, then call `wait`. It needs no secret: the application is registered as a public
 * client. Ask for the scope `offline_access` if the server wants it for refresh tokens.
 *
 * @param options - The authorization server, your application, scope, audience, and a signal for this request.
 * @returns The code, where to type it in, and what waits for the tokens.
 * @throws TabbyRequestError when an option is not valid, or the issuer has plain http and is not on this machine.
 * @throws TabbyError without any token when the server rejects the application or cannot be reached.
 *
 * @example
 * ```ts no-run (a person has to agree)
 * import { createTabbyClient } from '@tabby/core'
 * import { createUserTokenSource, requestDeviceCode } from '@tabby/oauth'
 *
 * const app = { issuer: 'https://login.example.com', clientId: 'my-program' }
 * const login = await requestDeviceCode({ ...app, scope: 'openid offline_access' })
 * console.log(`Open ${login.verificationUri} and type in ${login.userCode}`)
 * const bearerToken = createUserTokenSource({ ...app, tokens: await login.wait() })
 * const client = createTabbyClient({ baseUrl: 'https://gateway.example.com', bearerToken })
 * ```
 */
export async function requestDeviceCode(options: DeviceCodeOptions): Promise<DeviceLogin> {
  const url = readIssuer('requestDeviceCode', options)
  const issuer = openIssuer(url, options, [])
  const { scope, audience, signal } = options
  checkSignal(signal)
  const params = { ...(scope !== undefined && { scope }), ...(audience !== undefined && { audience }) }
  const server = await issuer.discover(signal)
  const askedAt = Date.now()
  const answer = await requestCode(issuer, server, params, signal)
  const { device_code: code, user_code: userCode, expires_in: seconds, interval = 5 } = answer
  const expiresAt = askedAt + seconds * 1000
  return {
    userCode,
    verificationUri: answer.verification_uri,
    verificationUriComplete: answer.verification_uri_complete,
    expiresAt,
    async wait(waiting) {
      checkSignal(waiting?.signal)
      return waitForTokens(issuer, server, { code, interval, expiresAt, signal: waiting?.signal })
    },
  }
}

/** @throws The reason of a signal that is aborted, or a TabbyRequestError if it is not a signal. */
function checkSignal(signal: AbortSignal | undefined): void {
  if (signal && typeof signal.throwIfAborted !== 'function')
    refuse('requestDeviceCode', 'signal must be an AbortSignal')
  signal?.throwIfAborted()
}

async function requestCode(
  issuer: Issuer,
  server: oauth.AuthorizationServer,
  params: Record<string, string>,
  signal: AbortSignal | undefined,
) {
  const { client, settings, toError } = issuer
  try {
    const response = await oauth.deviceAuthorizationRequest(server, client, oauth.None(), params, settings(signal))
    return await oauth.processDeviceAuthorizationResponse(server, client, response)
  } catch (error) {
    signal?.throwIfAborted()
    throw toError(error, 'The request for a device code')
  }
}

interface Waiting {
  readonly code: string
  /** Seconds between two requests. */
  readonly interval: number
  readonly expiresAt: number
  readonly signal: AbortSignal | undefined
}

async function waitForTokens(
  issuer: Issuer,
  server: oauth.AuthorizationServer,
  { code, interval, expiresAt, signal }: Waiting,
): Promise<OAuthTokens> {
  const { client, settings, toError } = issuer
  let seconds = interval
  while (Date.now() < expiresAt) {
    signal?.throwIfAborted()
    const askedAt = Date.now()
    try {
      const response = await oauth.deviceCodeGrantRequest(server, client, oauth.None(), code, settings(signal))
      return readToken(await oauth.processDeviceCodeResponse(server, client, response), askedAt)
    } catch (error) {
      signal?.throwIfAborted()
      const why = error instanceof oauth.ResponseBodyError ? error.error : undefined
      if (why === 'slow_down') seconds += 5
      else if (why !== 'authorization_pending') {
        const failure = toError(error, 'The login', code)
        // RFC 8628, 3.5: ask less and less often while there is no connection.
        if (failure.code !== 'connection_error' || Date.now() + seconds * 2000 >= expiresAt) throw failure
        seconds *= 2
      }
    }
    // A server may ask for longer waits than a timer can have.
    await sleep(Math.min(seconds * 1000, longestTimer), signal)
  }
  throw new TabbyResponseError('The login: nobody agreed before the code ended: begin again', { paths: [] })
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const leave = () => {
      clearTimeout(timer)
      reject(signal!.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', leave, { once: true })
  })
}

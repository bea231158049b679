import { type TabbyKeyState, TabbyResponseError } from '@tabby/core'
import type { IssuedToken } from './open-issuer.js'

/** A token is replaced this long before it ends, or, if it lives shorter than twice as long, after half its life. */
const margin = 30_000

/** After a failed renewal of a token that still works, the next attempt waits this long. */
const pause = 5000

/**
 * A function for `bearerToken` of a client. `refused` is true if the server rejected a token that it returned before, and
 * `key` is that token.
 */
export type TokenSource = (state?: TabbyKeyState) => Promise<string>

/** The token to begin with, and what gets each new one. */
interface KeptToken {
  readonly first: IssuedToken
  readonly onRenewed: ((token: IssuedToken) => void | Promise<void>) | undefined
}

/**
 * Keeps a token, and asks for another one when it is about to end or was refused. Calls that need one at the same time
 * share one request. A refusal of a token that was replaced in the meantime changes nothing; one that does not name its
 * token counts for the current one.
 */
export function keepToken(
  request: (old: IssuedToken | undefined) => Promise<IssuedToken>,
  { first, onRenewed }: Partial<KeptToken> = {},
): TokenSource {
  let current = first
  let renewAt = first ? getRenewal(first) : 0
  let pending: Promise<string> | undefined
  /** A server may hand out the same token again, so the refused one is remembered. */
  let refusedToken: string | undefined

  const isUsable = () =>
    current !== undefined && current.accessToken !== refusedToken && Date.now() < (current.expiresAt ?? Infinity)

  const renew = async (): Promise<string> => {
    let token
    try {
      token = await request(current)
      if (token.accessToken === refusedToken) {
        throw new TabbyResponseError(
          'The authorization server gave the same token again that was refused before: check scope and audience',
          { paths: [] },
        )
      }
    } catch (error) {
      if (!isUsable()) throw error
      renewAt = Date.now() + pause
      return current!.accessToken
    }
    // Before it is saved: the server may not accept the old refresh token any more, even if saving fails.
    current = token
    renewAt = getRenewal(token)
    await onRenewed?.(token)
    return token.accessToken
  }
  return async (state) => {
    const isCurrent = state?.key === undefined || state.key === current?.accessToken
    if (state?.refused && isCurrent && !pending) refusedToken = current?.accessToken
    if (isUsable() && Date.now() < renewAt) return current!.accessToken
    return (pending ??= renew().finally(() => (pending = undefined)))
  }
}

function getRenewal({ expiresAt }: IssuedToken): number {
  if (expiresAt === undefined) return Infinity
  const left = expiresAt - Date.now()
  return expiresAt - Math.min(margin, left / 2)
}

import { TabbyResponseError } from '@tabby/core'
import type { IssuedToken } from './open-issuer.js'

/** A token is replaced this long before it ends, or, if it lives shorter than twice as long, after half its life. */
const margin = 30_000

/** After a failed renewal of a token that still works, the next attempt waits this long. */
const pause = 5000

/**
 * A function for `bearerToken` of a client. `refused` is true if the server rejected the token that it returned before.
 */
export type TokenSource = (state?: { readonly refused: boolean }) => Promise<string>

/**
 * Keeps a token, and asks for another one when it is about to end or was refused. Calls that need one at the same time
 * share one request. A refusal does not name its token, so it always counts for the current one: at worst a token is
 * replaced too early.
 */
export function keepToken(
  request: (old: IssuedToken | undefined) => Promise<IssuedToken>,
  first?: IssuedToken,
): TokenSource {
  let current = first
  let renewAt = first ? getRenewal(first) : 0
  let pending: Promise<string> | undefined
  /** A server may hand out the same token again, so the refused one is remembered. */
  let refusedToken: string | undefined

  const isUsable = () =>
    current !== undefined && current.accessToken !== refusedToken && Date.now() < (current.expiresAt ?? Infinity)

  const renew = async (): Promise<string> => {
    try {
      const token = await request(current)
      if (token.accessToken === refusedToken) {
        throw new TabbyResponseError(
          'The authorization server gave the same token again that was refused before: check scope and audience',
          { paths: [] },
        )
      }
      current = token
      renewAt = getRenewal(token)
      return token.accessToken
    } catch (error) {
      if (!isUsable()) throw error
      renewAt = Date.now() + pause
      return current!.accessToken
    } finally {
      pending = undefined
    }
  }
  return async (state) => {
    if (state?.refused && !pending) refusedToken = current?.accessToken
    if (isUsable() && Date.now() < renewAt) return current!.accessToken
    return (pending ??= renew())
  }
}

function getRenewal({ expiresAt }: IssuedToken): number {
  if (expiresAt === undefined) return Infinity
  const left = expiresAt - Date.now()
  return expiresAt - Math.min(margin, left / 2)
}

import type { TabbyClientOptions } from '@tabby/core'
import { UsageError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'
import { addSecrets, changeLogins, readLogins, type SavedLogin } from './saved-logins.js'

/** Tokens that end within this time are renewed under the lock of the file, in milliseconds. */
const margin = 60_000

/**
 * Reads the login at a server, and makes the `bearerToken` of its client. It is renewed by one run of this program at a
 * time, because a server may accept each refresh token only once.
 *
 * @returns `undefined` without a login.
 */
export async function readLoginToken(
  url: string,
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<TabbyClientOptions['bearerToken']> {
  let login = (await readLogins(terminal)).get(url)
  if (!login) return undefined
  let renewal: Promise<string> | undefined
  const renew = async (refused: boolean): Promise<string> =>
    changeLogins(terminal, async (logins) => {
      const saved = logins.get(url)
      if (!saved) throw new UsageError(`you have logged out of ${url}: use \`tabby login\``)
      // Another run may have renewed it in the meantime.
      const isRefused = refused && saved.tokens.accessToken === login?.tokens.accessToken
      const renewed = await renewLogin(saved, isRefused)
      addSecrets(terminal, renewed.tokens)
      logins.set(url, renewed)
      login = renewed
      return renewed.tokens.accessToken
    })
  return async ({ refused, key }) => {
    const { accessToken, expiresAt = Infinity } = login!.tokens
    // Another call may have renewed the refused one in the meantime.
    const isRefused = refused && (key === undefined || key === accessToken)
    if (!isRefused && !renewal && Date.now() < expiresAt - margin) return accessToken
    return (renewal ??= renew(isRefused).finally(() => (renewal = undefined)))
  }
}

async function renewLogin(login: SavedLogin, refused: boolean): Promise<SavedLogin> {
  // Imported only here, because most runs renew nothing.
  const { createUserTokenSource } = await import('@tabby/oauth')
  let { tokens } = login
  const { issuer, clientId } = login
  await createUserTokenSource({ issuer, clientId, tokens, onTokens: (renewed) => void (tokens = renewed) })({ refused })
  return { ...login, tokens }
}

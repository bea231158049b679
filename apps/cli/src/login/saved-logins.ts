import { join, dirname } from 'node:path'
import type { OAuthTokens } from '@tabby/oauth'
import { UsageError } from '../failure/errors.js'
import { lockFile } from '../files/lock-file.js'
import { readSettingsFile } from '../files/read-settings-file.js'
import { writeWholeFile } from '../files/whole-file.js'
import { findServerFile } from '../server/named-servers.js'
import type { Terminal } from '../terminal/terminal.js'

/** A login at the gateway of a server. */
export interface SavedLogin {
  readonly issuer: string
  readonly clientId: string
  readonly tokens: OAuthTokens
}

/** The logins by address of the server. */
type SavedLogins = Map<string, SavedLogin>

/** The file of the logins, beside that of the servers. */
export function findLoginFile(terminal: Pick<Terminal, 'environment'>): string {
  return join(dirname(findServerFile(terminal)), 'logins.json')
}

/** Reads the saved logins; without a file there are none. Their tokens become secrets of this run. */
export async function readLogins(terminal: Pick<Terminal, 'environment' | 'secrets'>): Promise<SavedLogins> {
  const path = findLoginFile(terminal)
  const text = await readSettingsFile(path)
  if (text === undefined) return new Map()
  const logins = parseLogins(text)
  if (!logins) throw new UsageError(`${path} cannot be read as a list of logins: remove it and use \`tabby login\``)
  for (const { tokens } of logins.values()) addSecrets(terminal, tokens)
  return logins
}

function parseLogins(text: string): SavedLogins | undefined {
  try {
    const logins = new Map(Object.entries(JSON.parse(text) as Record<string, SavedLogin>))
    const isWhole = ({ issuer, clientId, tokens }: SavedLogin) =>
      [issuer, clientId, tokens.accessToken].every((field) => typeof field === 'string')
    return [...logins.values()].every(isWhole) ? logins : undefined
  } catch {
    return undefined
  }
}

/** Changes the saved logins, in a file that only the user can read. Returns what the change returns. */
export async function changeLogins<Result>(
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
  change: (logins: SavedLogins) => Result | Promise<Result>,
): Promise<Result> {
  const path = findLoginFile(terminal)
  return lockFile(path, async () => {
    const logins = await readLogins(terminal)
    const before = JSON.stringify([...logins])
    const result = await change(logins)
    if (JSON.stringify([...logins]) !== before) {
      const text = `${JSON.stringify(Object.fromEntries(logins), null, 2)}\n`
      await writeWholeFile(path, text, { mode: 0o600 })
    }
    return result
  })
}

/** Keeps tokens out of all output. */
export function addSecrets({ secrets }: Pick<Terminal, 'secrets'>, { accessToken, refreshToken }: OAuthTokens): void {
  for (const token of [accessToken, refreshToken]) if (token) secrets.add(token)
}

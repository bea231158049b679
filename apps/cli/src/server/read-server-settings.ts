import { UsageError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'
import { findServerFile, readNamedServers } from './named-servers.js'

/** Where a server is and what opens it. */
export interface ServerSettings {
  /** Nobody named one: `undefined`. */
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly adminKey: string | undefined
}

/** Flags that say where the server is. */
export interface ServerFlags {
  server?: string
  url?: string
}

/**
 * Flags come before the environment; an empty variable is one that is not set. A named server comes with its own keys
 * alone: those of the environment belong to another one.
 */
export async function readServerSettings(
  flags: ServerFlags,
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<ServerSettings> {
  const { environment } = terminal
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined
  if (flags.server === undefined) {
    return {
      baseUrl: flags.url ?? read('TABBY_BASE_URL') ?? read('TABBY_API_ENDPOINT'),
      apiKey: read('TABBY_API_KEY'),
      adminKey: read('TABBY_ADMIN_KEY'),
    }
  }
  if (flags.url !== undefined) throw new UsageError('--server and --url exclude each other')
  const path = findServerFile(terminal)
  const server = (await readNamedServers(path, terminal)).get(flags.server)
  if (!server) {
    throw new UsageError(`there is no server named ${flags.server}; \`tabby servers add\` makes one`)
  }
  if (!isServerAddress(server.url)) {
    const why = `an address of ${flags.server} that is not like http://127.0.0.1:5000`
    throw new UsageError(`${path} has ${why}; \`tabby servers add\` sets another one`)
  }
  return { baseUrl: server.url, apiKey: server.apiKey, adminKey: server.adminKey }
}

/** Whether a text can be the address of a server: http or https, without a password, a query or a fragment. */
export const isServerAddress = (text: string): boolean =>
  URL.canParse(text) && !/[@?#]/.test(text) && /^https?:/i.test(text)

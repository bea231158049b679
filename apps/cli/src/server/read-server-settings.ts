import { UsageError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'
import { findServerFile, readNamedServers } from './named-servers.js'

/** Where a server is, and its keys. */
export interface ServerSettings {
  /** `undefined` if it is not set. */
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly adminKey: string | undefined
}

/** Flags that name the server. */
export interface ServerFlags {
  server?: string
  url?: string
}

/**
 * Flags win over the environment; an empty variable counts as not set. A saved server is used with its own keys only:
 * those of the environment belong to another one.
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
  if (flags.url !== undefined) throw new UsageError('pass either --server or --url, not both')
  const path = findServerFile(terminal)
  const server = (await readNamedServers(path, terminal)).get(flags.server)
  if (!server) {
    throw new UsageError(`there is no saved server ${flags.server}: add it with \`tabby servers add\``)
  }
  if (!isServerAddress(server.url)) {
    const why = `an address for ${flags.server} that does not look like http://127.0.0.1:5000`
    throw new UsageError(`${path} has ${why}: correct it with \`tabby servers add\``)
  }
  return { baseUrl: server.url, apiKey: server.apiKey, adminKey: server.adminKey }
}

/** Whether a text can be the address of a server: http or https, without a password, query or fragment. */
export const isServerAddress = (text: string): boolean =>
  URL.canParse(text) && !/[@?#]/.test(text) && /^https?:/i.test(text)

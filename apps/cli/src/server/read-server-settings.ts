import { UsageError } from '../failure/errors.js'
import type { Terminal } from '../terminal/terminal.js'
import { findServerFile, readNamedServers } from './named-servers.js'

/** Where a server is, and its keys. */
export interface ServerSettings {
  /** `undefined` if it is not set. */
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly adminKey: string | undefined
  /** What named the server: a flag, a variable or a command; `undefined` for the default address. */
  readonly source?: string | undefined
}

/** Flags that name the server. */
export interface ServerFlags {
  server?: string
  url?: string
}

/**
 * Flags win over the environment, and that over `tabby servers use`; an empty variable counts as not set. A saved server
 * is used with its own keys only: those of the environment belong to another one.
 */
export async function readServerSettings(
  flags: ServerFlags,
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<ServerSettings> {
  if (flags.server !== undefined && flags.url !== undefined) {
    throw new UsageError('pass either --server or --url, not both')
  }
  const { environment } = terminal
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined
  const keys = { apiKey: read('TABBY_API_KEY'), adminKey: read('TABBY_ADMIN_KEY') }
  if (flags.server !== undefined) return readNamed(flags.server, '--server', terminal)
  if (flags.url !== undefined) return { baseUrl: toServerAddress(flags.url), ...keys, source: '--url' }
  const named = read('TABBY_SERVER')
  if (named !== undefined) return readNamed(named, 'TABBY_SERVER', terminal)
  for (const source of ['TABBY_BASE_URL', 'TABBY_API_ENDPOINT']) {
    const address = read(source)
    if (address !== undefined) return { baseUrl: toServerAddress(address), ...keys, source }
  }
  const used = [...(await readNamedServers(findServerFile(terminal), terminal))].find(([, { isDefault }]) => isDefault)
  if (used) return readNamed(used[0], '`tabby servers use`', terminal)
  return { baseUrl: undefined, ...keys, source: undefined }
}

async function readNamed(
  name: string,
  source: string,
  terminal: Pick<Terminal, 'environment' | 'secrets'>,
): Promise<ServerSettings> {
  const path = findServerFile(terminal)
  const server = (await readNamedServers(path, terminal)).get(name)
  if (!server) throw new UsageError(`there is no saved server ${name}: add it with \`tabby servers add\``)
  if (!isServerAddress(server.url)) {
    const why = `an address for ${name} that does not look like http://127.0.0.1:5000`
    throw new UsageError(`${path} has ${why}: correct it with \`tabby servers add\``)
  }
  const { url: baseUrl, apiKey, adminKey } = server
  return { baseUrl, apiKey, adminKey, source: source === '--server' ? `--server ${name}` : `${source} (${name})` }
}

/** Whether a text can be the address of a server: http or https, without a password, query or fragment. */
export const isServerAddress = (text: string): boolean =>
  URL.canParse(text) && !/[@?#]/.test(text) && /^https?:\/\//i.test(text)

/** Host names without a scheme, such as `localhost:5000` and `10.0.0.2`, as other programs take them. */
const bareAddress = /^(?:localhost|\[[\da-f:]+\]|[\w-]+(?:\.[\w-]+)+|[\w-]+(?=:\d))(?::\d+)?(?:\/.*)?$/i

/** The address as it was meant: TabbyAPI itself speaks http. */
export const toServerAddress = (text: string): string => (bareAddress.test(text) ? `http://${text}` : text)

import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from '../terminal/terminal.js'
import { UsageError } from '../failure/errors.js'
import { lockFile } from '../files/lock-file.js'
import { readSettingsFile } from '../files/read-settings-file.js'
import { writeWholeFile } from '../files/whole-file.js'

/** A server in the file. */
export interface NamedServer {
  url: string
  apiKey?: string | undefined
  adminKey?: string | undefined
  /** Whether it is used if nothing else names a server. */
  isDefault?: boolean | undefined
}

/** The servers by name. A map, because a name may be anything, including `__proto__`. */
type NamedServers = Map<string, NamedServer>

/** The file of the saved servers. */
export function findServerFile({ environment }: Pick<Terminal, 'environment'>): string {
  const home = environment['XDG_CONFIG_HOME'] || join(environment['HOME'] || homedir(), '.config')
  return join(home, 'tabby', 'servers.json')
}

/**
 * Reads the saved servers; without a file there are none. Their keys become secrets of this run, and errors never quote
 * values from the file.
 */
export async function readNamedServers(path: string, { secrets }: Pick<Terminal, 'secrets'>): Promise<NamedServers> {
  const text = await readSettingsFile(path)
  if (text === undefined) return new Map()
  let value: unknown
  try {
    // Editors on Windows put a byte order mark in front, which is not valid JSON.
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw refuse(path, 'it is not JSON')
  }
  if (!isObject(value)) throw refuse(path, `it holds ${name(value)} instead of an object with a server for each name`)
  for (const [server, fields] of Object.entries(value)) checkServer(path, JSON.stringify(server), fields)
  const servers = new Map(Object.entries(value as Record<string, NamedServer>))
  for (const { url, apiKey, adminKey } of servers.values()) {
    // `servers add` refuses an address with a password, but the file may have been edited.
    const { username, password } = URL.canParse(url) ? new URL(url) : { username: '', password: '' }
    for (const key of [apiKey, adminKey, username, password]) if (key) secrets.add(key)
  }
  return servers
}

function checkServer(path: string, server: string, fields: unknown): void {
  if (!isObject(fields)) throw refuse(path, `${server} is ${name(fields)} instead of an object with a url`)
  const { url, apiKey, adminKey } = fields
  if (typeof url !== 'string') throw refuse(path, `url of ${server} is ${name(url)} instead of a string`)
  for (const [field, key] of Object.entries({ apiKey, adminKey })) {
    if (key !== undefined && typeof key !== 'string') {
      throw refuse(path, `${field} of ${server} is ${name(key)} instead of a string`)
    }
  }
}

function refuse(path: string, why: string): UsageError {
  const remedy = 'Correct the file, or move it away and use `tabby servers add`'
  return new UsageError(`${path} cannot be read as a list of servers: ${why}. ${remedy}`)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function name(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Changes the saved servers, in a file that only the user can read. Parallel changes are not lost. */
export async function changeNamedServers(
  path: string,
  terminal: Pick<Terminal, 'secrets'>,
  change: (servers: NamedServers) => void,
): Promise<void> {
  await lockFile(path, async () => {
    const servers = await readNamedServers(path, terminal)
    change(servers)
    await writeWholeFile(path, write(path, servers), { mode: 0o600 })
  })
}

function write(path: string, servers: NamedServers): string {
  try {
    return `${JSON.stringify(Object.fromEntries(servers), null, 2)}\n`
  } catch {
    // Unknown fields are kept, and may hold anything.
    throw new UsageError(`${path} cannot be changed: a server in it has values that are nested too deeply`)
  }
}

import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from '../terminal/terminal.js'

/** A server as it stands in the file. */
export interface NamedServer {
  url: string
  apiKey?: string | undefined
  adminKey?: string | undefined
}

/** The servers by their names. A map, because a name may be anything, `__proto__` included. */
export type NamedServers = Map<string, NamedServer>

/** Where named servers are kept. */
export function findServerFile({ environment }: Pick<Terminal, 'environment'>): string {
  const home = environment['XDG_CONFIG_HOME'] || join(environment['HOME'] || homedir(), '.config')
  return join(home, 'tabby', 'servers.json')
}

import { UsageError } from '../failure/usage-error.js'
import { lockFile } from '../files/lock-file.js'
import { writeWholeFile } from '../files/write-whole-file.js'
import type { Terminal } from '../terminal/terminal.js'
import type { NamedServers } from './find-server-file.js'
import { readNamedServers } from './read-named-servers.js'

/** Changes the named servers, for nobody else to read. Several programs may do it at once: no change is lost. */
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
    // Fields that are not ours are kept, and somebody may have put anything into them.
    throw new UsageError(`${path} cannot be changed: a server in it holds values that are nested too deeply`)
  }
}

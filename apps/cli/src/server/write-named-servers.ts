import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { NamedServers } from './find-server-file.js'

/** Writes the named servers, for nobody else to read. The file is whole at any time, and its mode is never wider. */
export async function writeNamedServers(path: string, servers: NamedServers): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(servers, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, path)
}

import { readFile } from 'node:fs/promises'
import { UsageError } from '../failure/usage-error.js'
import type { NamedServers } from './find-server-file.js'

/** Reads the named servers; without a file there are none. */
export async function readNamedServers(path: string): Promise<NamedServers> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as NamedServers
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    // The words of a JSON error quote the file, and there are keys in it.
    throw new UsageError(`${path} cannot be read as a list of servers`)
  }
}

import { link, open, rename, rm, stat } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from './describe-file-failure.js'
import { makeFolder } from './make-folder.js'

/** A lock is held for milliseconds; one of this age was left behind by a program that was killed. In milliseconds. */
const staleAge = 10_000
/** Longer than `staleAge`, so that a lock that was left behind is taken over and never reported as an error. */
const patience = 3 * staleAge

/**
 * Works on a file while no other run of this program does: each of them reads what the one before it wrote.
 * The lock is a file beside it, because Node.js has no locks of the system.
 */
export async function lockFile<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`
  const own = await takeLock(path, lock)
  try {
    return await work()
  } finally {
    // After a pause of this process, another one may have taken it over.
    if ((await readIdentity(lock)) === own) await rm(lock, { force: true })
  }
}

async function takeLock(path: string, lock: string): Promise<string | undefined> {
  const end = Date.now() + patience
  for (;;) {
    try {
      await makeFolder(dirname(lock))
      await (await open(lock, 'wx', 0o600)).close()
      return await readIdentity(lock)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await isFolder(dirname(lock)))) {
        throw new UsageError(`${path} cannot be changed ${describeFileFailure(error)}`, { cause: error })
      }
    }
    if (Date.now() > end)
      throw new UsageError(`${path} is being changed by another tabby process; if none is running, remove ${lock}`)
    await removeStale(lock)
    // Not all at the same moment again.
    await setTimeout(5 + Math.random() * 20)
  }
}

/** Two programs may find the same lock too old. The later one must not remove the new lock of the first. */
async function removeStale(lock: string): Promise<void> {
  const found = await stat(lock).catch(() => undefined)
  if (!found || Date.now() - found.mtimeMs < staleAge) return
  const taken = `${lock}.${randomUUID()}`
  try {
    await rename(lock, taken)
    if ((await readIdentity(taken)) !== identify(found)) await link(taken, lock)
  } catch {
    // Another process was faster.
  } finally {
    await rm(taken, { force: true })
  }
}

async function readIdentity(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found && identify(found)
}

/** The inode number of a file may be reused, but not with the same time. */
const identify = ({ ino, mtimeMs }: { ino: number; mtimeMs: number }): string => `${ino} ${mtimeMs}`

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { toFileError } from './to-file-error.js'

/** A lock that this process holds. */
interface Lock {
  release(): Promise<void>
}

/** Who holds a lock. */
interface Holder {
  readonly pid: number
  /** When the process was started, as the system counts; `null` where that cannot be read. A pid is used again. */
  readonly started: string | null
  readonly host: string
}

/** How often a lock is tried for that others take or give up at the same moment. */
const maxTries = 20

/**
 * Takes the lock of a file: a file beside it that names this process. It appears with its content in one step, and the
 * lock of a process that is gone is taken over.
 *
 * @throws TabbyRequestError when a living process holds it, or it cannot be written.
 */
export async function lockStore(path: string): Promise<Lock> {
  const lock = `${path}.lock`
  const own = `${JSON.stringify({ pid: process.pid, started: await readStart(process.pid), host: hostname() })}\n`
  const draft = `${lock}.${randomUUID()}`
  try {
    await writeFile(draft, own, { flag: 'wx' })
    for (let tries = 0; tries < maxTries; tries++) {
      if (await tryLink(draft, lock)) {
        return {
          async release() {
            if ((await readLock(lock)) === own) await rm(lock, { force: true })
          },
        }
      }
      await removeDead(path, lock)
    }
    throw new TabbyRequestError(`${path} is in use: other programs are taking its lock ${lock} all the time`)
  } catch (error) {
    throw toFileError(lock, 'opened', error)
  } finally {
    await rm(draft, { force: true })
  }
}

async function tryLink(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes the lock of a process that is gone; refuses if it is there. */
async function removeDead(path: string, lock: string): Promise<void> {
  const found = await readLock(lock)
  if (found === undefined) return
  const holder = parseHolder(found)
  if (holder && (await isAlive(holder))) {
    const where = holder.host === hostname() ? '' : ` on ${holder.host}; if it is gone, remove ${lock}`
    throw new TabbyRequestError(`${path} is in use by process ${holder.pid}${where}`)
  }
  // Two programs may find the same dead lock. The later one must not remove the new lock of the first.
  const taken = `${lock}.${randomUUID()}`
  try {
    await rename(lock, taken)
    if ((await readLock(taken)) !== found) await link(taken, lock)
  } catch {
    // Another program was faster.
  } finally {
    await rm(taken, { force: true })
  }
}

const readLock = (lock: string): Promise<string | undefined> => readFile(lock, 'utf8').catch(() => undefined)

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value) && Number.isSafeInteger(value['pid'])) return value as unknown as Holder
  } catch {
    // No lock of ours has other content.
  }
  return undefined
}

/** Whether a process exists, and is the one that took the lock. Nobody can see the processes of another machine. */
async function isAlive({ pid, started, host }: Holder): Promise<boolean> {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = await readStart(pid)
  return started === null || now === null || started === now
}

/** When a process was started, in ticks since the machine was: a field of `/proc`, behind a name that may hold spaces. */
async function readStart(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields[19] ?? null
}

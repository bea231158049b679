import { chmod, open, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { randomUUID } from 'node:crypto'
import { UsageError } from '../failure/errors.js'
import { describeFileFailure } from './describe-file-failure.js'

/**
 * Writes a file by draft and rename: whatever happens, the path has either all of the old content or all of the new.
 *
 * @throws UsageError with the reason if it cannot be written; the old content is still there.
 */
export async function writeWholeFile(path: string, text: string, { mode }: { mode?: number } = {}): Promise<void> {
  try {
    const target = await findWriteTarget(path)
    if (target.isDevice) return await writeFile(target.path, text)
    const draft = await openDraft(target, mode)
    try {
      await draft.write(text)
      await draft.publish()
    } catch (error) {
      await draft.discard()
      throw error
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be written ${describeFileFailure(error)}`, { cause: error })
  }
}

/**
 * Checks that `writeWholeFile` can write to a path, and changes nothing: a wrong path is reported before the work that
 * the file is for.
 */
export async function tryWholeFile(path: string): Promise<void> {
  try {
    const target = await findWriteTarget(path)
    if (!target.isDevice) await (await openDraft(target)).discard()
  } catch (error) {
    throw new UsageError(`${path} cannot be written ${describeFileFailure(error)}`, { cause: error })
  }
}

/** Where a file is written. */
interface WriteTarget {
  /** The file itself, behind all symbolic links. */
  readonly path: string
  /** Permissions of the existing file; `undefined` if there is none. */
  readonly mode: number | undefined
  /** Whether it is a pipe or a device, which cannot be replaced by a file of the same name. */
  readonly isDevice: boolean
}

/** Resolves a path, so that a symbolic link stays one when its file is replaced. */
async function findWriteTarget(path: string): Promise<WriteTarget> {
  const target = await followLinks(path)
  try {
    const found = await stat(target)
    if (found.isDirectory()) throw Object.assign(new Error('a folder cannot be written'), { code: 'EISDIR' })
    return { path: target, mode: found.mode & 0o777, isDevice: !found.isFile() }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { path: target, mode: undefined, isDevice: false }
  }
}

async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  // Either nothing exists, or a link to something that does not exist yet and must be created.
  const link = await readlink(path).catch(() => undefined)
  return link === undefined ? path : followLinks(resolve(dirname(path), link))
}

/** A file beside its target that is hidden until it is complete. */
interface Draft {
  write(text: string): Promise<void>
  /** Replaces the target, in one step. */
  publish(): Promise<void>
  /** Removes the draft unless it was published. */
  discard(): Promise<void>
}

/** Opens a draft in the folder of the target; without a mode, it gets that of the file that it replaces. */
async function openDraft(target: WriteTarget, mode?: number): Promise<Draft> {
  const path = join(dirname(target.path), `.tabby-${randomUUID()}.draft`)
  const file = await open(path, 'wx', mode ?? target.mode ?? 0o666)
  return {
    async write(text) {
      await file.writeFile(text)
      // A full disk may be reported only now, and after a power loss the name must not lead to an empty file.
      await file.sync()
    },
    async publish() {
      await file.close()
      // The umask narrows the mode that a file is opened with.
      if (mode === undefined && target.mode !== undefined) await chmod(path, target.mode)
      await rename(path, target.path)
    },
    async discard() {
      await file.close().catch(() => undefined)
      await rm(path, { force: true })
    },
  }
}

import { readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Where the bytes of a file go. */
export interface WriteTarget {
  /** The file itself, behind all symbolic links. */
  readonly path: string
  /** Permissions of the file that is there; `undefined` if there is none. */
  readonly mode: number | undefined
  /** Whether it is a pipe or a device, which cannot be replaced by a file of the same name. */
  readonly isDevice: boolean
}

/** Finds what a path stands for, so that a symbolic link stays one when its file is replaced. */
export async function findWriteTarget(path: string): Promise<WriteTarget> {
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
  // Either nothing is there, or a link to something that is not there yet: that is what has to be made.
  const link = await readlink(path).catch(() => undefined)
  return link === undefined ? path : followLinks(resolve(dirname(path), link))
}

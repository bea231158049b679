import { isTabbyError, TabbyRequestError } from '@tabby/core'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file instead of a folder',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
}

/** The error of a file operation: the code of the system, and what it means if that is known. */
export function toFileError(path: string, action: 'opened' | 'written', error: unknown): Error {
  if (isTabbyError(error)) return error
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  const reason = Object.hasOwn(reasons, code) ? `: ${reasons[code]}` : ''
  const advice = action === 'written' ? '. What it holds is whole: run again when that is solved, and it goes on' : ''
  return new TabbyRequestError(`${path} cannot be ${action} (${code})${reason}${advice}`)
}

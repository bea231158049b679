const reasons: Partial<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file instead of a folder',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
}

/** Why a file could not be read or written: the code of the system, and what it means if that is known. */
export function describeFileFailure(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined
  return reason === undefined ? `(${code})` : `(${code}): ${reason}`
}

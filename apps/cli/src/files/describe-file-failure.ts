const reasons: Partial<Record<string, string>> = {
  EACCES: 'you may not do that there',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'the file would be larger than is allowed here',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file where a folder is needed',
  EPERM: 'you may not do that there',
  EROFS: 'the disk is read-only',
}

/** Says why a file could not be read or written: the code of the system, and what it means where that is known. */
export function describeFileFailure(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined
  return reason === undefined ? `(${code})` : `(${code}): ${reason}`
}

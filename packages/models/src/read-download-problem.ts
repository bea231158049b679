import type { DownloadModelParams } from './download-model.js'

/** Says why the server must not get this download, or nothing when it may. The token is never repeated. */
export function readDownloadProblem({
  repo_id,
  folder_name,
  include,
  exclude,
  token,
}: DownloadModelParams): string | undefined {
  // A few old repositories have no owner. The last part is the name of the folder, where none is given.
  const parts = typeof repo_id === 'string' ? repo_id.split('/') : ['']
  if (parts.length > 2 || !parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part)))
    return 'repo_id must be owner/name'
  // The server joins it to its own directory as it is, so a path would lead out of there, and be deleted on a failure.
  if (folder_name && (typeof folder_name !== 'string' || /[\\/:]/.test(folder_name) || /^\.+$/.test(folder_name))) {
    return 'folder_name must be the name of one folder, not a path'
  }
  if (token && typeof token !== 'string') return 'token must be a text'
  for (const [name, patterns] of Object.entries({ include, exclude })) {
    if (patterns === undefined || patterns === null) continue
    const isGood = (pattern: unknown) => typeof pattern === 'string' && pattern !== '' && !/^[/\\]/.test(pattern)
    if (!Array.isArray(patterns) || !patterns.every(isGood)) {
      return `${name} must be a list of patterns such as *.json, without a slash at the beginning`
    }
  }
  return undefined
}

import type { DownloadModelParams } from './download-model.js'

/** Says why the server must not get this download, or nothing when it may. The token is never repeated. */
export function readDownloadProblem({
  repo_id,
  folder_name,
  include,
  exclude,
}: DownloadModelParams): string | undefined {
  // A few old repositories have no owner. The last part is the name of the folder, where none is given.
  const parts = repo_id.split('/')
  if (parts.length > 2 || !parts.every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part)))
    return 'repo_id has to be owner/name'
  // The server joins it to its own directory as it is, so a path would lead out of there, and be deleted on a failure.
  if (folder_name && (/[\\/:]/.test(folder_name) || /^\.+$/.test(folder_name))) {
    return 'folder_name has to be the name of one folder, not a path'
  }
  for (const [name, patterns] of Object.entries({ include, exclude })) {
    if (patterns?.some((pattern) => typeof pattern !== 'string' || pattern === '' || /^[/\\]/.test(pattern))) {
      return `${name} has to hold patterns such as *.json, without a slash at the beginning`
    }
  }
  return undefined
}

import type { Connection } from '../connection/connection.js'

/**
 * Why what only an admin may do cannot be done now, in words; undefined when it can. So nobody presses a button to
 * learn from a 401 what the page knows already.
 */
export function readAdminObstacle({
  permission,
  report,
}: Pick<Connection, 'permission' | 'report'>): string | undefined {
  if (permission === 'admin') return undefined
  if (permission !== undefined) return 'needs an admin key; this page has an API key'
  if (!report) return 'the permission of the key is not known yet'
  return 'the permission of the key is not known; see Connection'
}

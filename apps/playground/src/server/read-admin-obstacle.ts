import type { Connection } from '../connection/connection.js'

/**
 * Says why admin actions are not possible now; undefined if they are. So nobody has to press a button to learn from a
 * 401 what the page already knows.
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

import type { Connection } from '../connection/connection.js'
import { shellWords } from '../words/shell-words.js'

/**
 * Says why admin actions are not possible now; undefined if they are. So nobody has to press a button to learn from a
 * 401 what the page already knows.
 */
export function readAdminObstacle({
  permission,
  report,
}: Pick<Connection, 'permission' | 'report'>): string | undefined {
  if (permission === 'admin') return undefined
  if (permission !== undefined) return shellWords.needsAnAdminKeyThis
  if (!report) return shellWords.thePermissionOfTheKey
  return shellWords.thePermissionOfTheKeyIs
}

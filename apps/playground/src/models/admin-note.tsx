import { connection } from '../connection/connection.js'
import { readAdminObstacle } from '../server/read-admin-obstacle.js'
import { modelWords } from '../words/model-words.js'

/** One line about what the page's key does not allow here; nothing for an admin. */
export function AdminNote({ what, list }: { what: string; list?: string }) {
  const obstacle = readAdminObstacle(connection.value)
  if (!obstacle) return null
  return (
    <p class="admin-note">
      {what} {obstacle}. {list ? `${modelWords.withoutItTheServerLists(list)} ` : ''}
      <a href="#/connection">{modelWords.connection}</a>
    </p>
  )
}

import type { Turn } from '../conversation/conversation.js'
import { createId } from '../conversation/create-conversation.js'
import { insertTurn } from '../conversation/insert-turn.js'
import { readBranch } from '../conversation/read-branch.js'
import { removeTurn } from '../conversation/remove-turn.js'
import { replaceTurn } from '../conversation/replace-turn.js'
import { current, updateConversation } from './conversations.js'

/** Replaces the text of a turn and leaves everything else as it is, what follows it too. */
export function rewriteTurn(turn: Turn, text: string): void {
  const changed: Turn =
    turn.role === 'user'
      ? { ...turn, text }
      : {
          ...turn,
          parts: [{ type: 'text', text }],
          end: 'stop',
          failure: undefined,
          failed: undefined,
          statistics: undefined,
        }
  updateConversation(current.value.id, (conversation) => replaceTurn(conversation, changed))
}

/** Deletes one turn; the others stay. */
export function deleteTurn(id: string): void {
  updateConversation(current.value.id, (conversation) => removeTurn(conversation, id))
}

/** Inserts an empty turn of the other side below a turn. */
export function insertBelow(turn: Turn): void {
  const branch = readBranch(current.value)
  const place = branch.findIndex((each) => each.turn.id === turn.id)
  const follower = branch[place + 1]?.turn.id
  const id = createId()
  const inserted: Turn =
    turn.role === 'user'
      ? { id, parent: turn.id, role: 'assistant', parts: [{ type: 'text', text: '' }], model: '', end: 'stop' }
      : { id, parent: turn.id, role: 'user', text: '', images: [] }
  updateConversation(current.value.id, (conversation) => insertTurn(conversation, inserted, follower))
}

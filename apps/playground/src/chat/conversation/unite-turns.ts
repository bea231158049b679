import type { Conversation, Turn } from './conversation.js'

/**
 * Merges one conversation from two tabs: each knows the turns that it created itself, and those that existed when it
 * was opened. The second tab wins, except for a reply that only the first saw end.
 */
export function uniteTurns(kept: Conversation, own: Conversation): Conversation {
  const before = new Map(kept.turns.map((turn) => [turn.id, turn]))
  const turns = own.turns.map((turn) => {
    const other = before.get(turn.id)
    before.delete(turn.id)
    return other && hasEnded(other) && !hasEnded(turn) ? other : turn
  })
  const removed = [...new Set([...(kept.removed ?? []), ...(own.removed ?? [])])]
  const parents = new Map([...kept.turns, ...own.turns].map(({ id, parent }) => [id, parent]))
  // What followed a turn that one tab has deleted moves up, whatever the other tab knows.
  const climb = (id: string): string => (removed.includes(id) && parents.has(id) ? climb(parents.get(id)!) : id)
  const all = [...turns, ...before.values()]
    .filter(({ id }) => !removed.includes(id))
    .map((turn) => (removed.includes(turn.parent) ? { ...turn, parent: climb(turn.parent) } : turn))
  const chosen = { ...kept.chosen, ...own.chosen }
  return { ...own, turns: all, chosen, ...(removed.length ? { removed } : {}) }
}

const hasEnded = (turn: Turn): boolean => turn.role === 'user' || turn.end !== 'writing'

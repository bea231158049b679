import type { ChatMessage } from '@tabby/core'

/**
 * Gives each message the number of its turn. A turn begins with a user's message, and what stands before the first one
 * belongs to it; so a call of a tool is never parted from its result. A system message belongs to none: infinity.
 */
export function splitTurns(messages: readonly ChatMessage[]): number[] {
  let turn = -1
  return messages.map(({ role = 'user' }) => {
    if (role === 'system' || role === 'developer') return Infinity
    if (role === 'user') turn += 1
    return Math.max(turn, 0)
  })
}

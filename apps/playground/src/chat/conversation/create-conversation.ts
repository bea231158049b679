import type { Conversation } from './conversation.js'

/** An empty conversation. */
export function createConversation(system = ''): Conversation {
  const now = Date.now()
  return { id: createId(), title: '', createdAt: now, updatedAt: now, system, turns: [], chosen: {} }
}

/** `crypto.randomUUID` is missing on plain http from another machine, where playgrounds are often served. */
export function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

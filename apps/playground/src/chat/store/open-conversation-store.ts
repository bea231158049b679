import { type DBSchema, openDB } from 'idb'
import type { Conversation } from '../conversation/conversation.js'
import { uniteTurns } from '../conversation/unite-turns.js'

interface ConversationDatabase extends DBSchema {
  conversations: { key: string; value: Conversation; indexes: { updatedAt: number } }
}

/** Conversations that outlive the page. */
export interface ConversationStore {
  /** All of them, most recently changed first. */
  list(): Promise<Conversation[]>
  /** Saves it. Turns that another tab has added meanwhile stay. */
  save(conversation: Conversation): Promise<void>
  remove(id: string): Promise<void>
}

/** Opens the browser's database. It rejects if there is none, for example in a private window. */
export async function openConversationStore(name = 'tabby-playground'): Promise<ConversationStore> {
  const database = await openDB<ConversationDatabase>(name, 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore('conversations', { keyPath: 'id' }).createIndex('updatedAt', 'updatedAt')
    },
    // Another tab with a newer version of the page must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
  return {
    list: async () => (await database.getAllFromIndex('conversations', 'updatedAt')).reverse(),
    async save(conversation) {
      // In one transaction: another tab may have the same conversation open, and write meanwhile.
      const transaction = database.transaction('conversations', 'readwrite')
      const kept = await transaction.store.get(conversation.id)
      await transaction.store.put(kept ? uniteTurns(kept, conversation) : conversation)
      await transaction.done
    },
    remove: (id) => database.delete('conversations', id),
  }
}

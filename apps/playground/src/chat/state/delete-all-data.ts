import { openConversationStore } from '../store/open-conversation-store.js'
import { conversations } from './conversations.js'

/** Deletes everything that the page keeps in this browser, and begins anew. */
export async function deleteAllData(): Promise<void> {
  const store = await openConversationStore().catch(() => undefined)
  await Promise.all(conversations.peek().map(({ id }) => store?.remove(id)))
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of Object.keys(storage)) if (name.startsWith('tabby-')) storage.removeItem(name)
  }
  location.reload()
}

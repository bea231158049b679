import { conversationWords } from '../../words/conversation-words.js'
import { shellWords } from '../../words/shell-words.js'
import type { Conversation } from '../conversation/conversation.js'

/** Conversations under a title. */
export interface ConversationGroup {
  title: string
  rows: Conversation[]
}

/** Groups conversations, most recently changed first, by day; pinned ones come before all others. */
export function groupConversations(conversations: readonly Conversation[], now: Date): ConversationGroup[] {
  const groups = new Map<string, Conversation[]>()
  const pinned = conversations.filter((each) => each.pinned)
  if (pinned.length) groups.set(conversationWords.pinned, pinned)
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate())
  const yesterday = new Date(midnight).setDate(midnight.getDate() - 1)
  const week = new Date(midnight).setDate(midnight.getDate() - 7)
  const month = new Intl.DateTimeFormat(shellWords.locale, { month: 'long', year: 'numeric' })
  for (const conversation of conversations) {
    if (conversation.pinned) continue
    const { updatedAt } = conversation
    const title =
      updatedAt >= midnight.getTime()
        ? conversationWords.today
        : updatedAt >= yesterday
          ? conversationWords.yesterday
          : updatedAt >= week
            ? conversationWords.previous7Days
            : month.format(updatedAt)
    const rows = groups.get(title)
    if (rows) rows.push(conversation)
    else groups.set(title, [conversation])
  }
  return [...groups].map(([title, rows]) => ({ title, rows }))
}

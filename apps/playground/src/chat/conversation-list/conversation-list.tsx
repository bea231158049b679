import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.js'
import { conversations, current, openConversation, sortedConversations } from '../state/conversations.js'
import { liveId } from '../state/generation.js'
import { ConversationRow } from './conversation-row.js'
import { findConversations } from './find-conversations.js'
import { ConversationTransfer } from './conversation-transfer.js'

/** All conversations: search, open, rename, delete, export, import. `onOpen` is called when one is chosen. */
export function ConversationList({ onOpen }: { onOpen: () => void }) {
  const search = useSignal('')
  const found = findConversations(sortedConversations.value, search.value)
  return (
    <aside class="chat-side chat-list" aria-label="Conversations">
      <Button
        kind="primary"
        onClick={() => {
          openConversation()
          onOpen()
        }}
      >
        New conversation
      </Button>
      <input
        class="control"
        type="search"
        aria-label="Search conversations"
        placeholder="Search"
        value={search.value}
        onInput={(event) => (search.value = event.currentTarget.value)}
      />
      {found.length === 0 ? (
        <p class="chat-list-empty">
          {conversations.value.length
            ? 'No conversation contains these words.'
            : 'Conversations are saved in this browser only.'}
        </p>
      ) : (
        <ul class="chat-list-rows">
          {found.map((conversation) => (
            <ConversationRow
              key={conversation.id}
              conversation={conversation}
              isCurrent={conversation.id === current.value.id}
              isBusy={conversation.turns.some(({ id }) => id === liveId.value)}
              onOpen={() => {
                openConversation(conversation)
                onOpen()
              }}
            />
          ))}
        </ul>
      )}
      <ConversationTransfer />
    </aside>
  )
}

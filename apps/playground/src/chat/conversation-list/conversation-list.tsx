import './conversation-list.css'
import { useSignal } from '@preact/signals'
import { Suspense } from 'preact/compat'
import { fetchLater } from '../../shell/fetch-later.js'
import { Button } from '../../ui/button.js'
import { conversationWords } from '../../words/conversation-words.js'
import { shellWords } from '../../words/shell-words.js'
import { conversations, current, openConversation, sortedConversations } from '../state/conversations.js'
import { generations } from '../state/generation.js'
import { focusMessage } from '../use-chat-keys.js'
import { ConversationRow } from './conversation-row.js'
import { findConversations } from './find-conversations.js'
import { groupConversations } from './group-conversations.js'

const ConversationTransfer = fetchLater(() =>
  import('./conversation-transfer.js').then((loaded) => loaded.ConversationTransfer),
)

/** Rows that are shown at first and with each click on More: a thousand at once would be slow. */
const portion = 50

/** All conversations: search, open, pin, rename, delete, export, import. `onOpen` is called when one is chosen. */
export function ConversationList({ onOpen }: { onOpen: () => void }) {
  const search = useSignal('')
  const most = useSignal(portion)
  const found = findConversations(sortedConversations.value, search.value)
  const groups = groupConversations(found.slice(0, most.value), new Date())
  return (
    <aside class="chat-side chat-list" aria-label={conversationWords.conversations}>
      <Button
        kind="primary"
        onClick={() => {
          openConversation()
          onOpen()
          focusMessage()
        }}
      >
        {conversationWords.newConversation}
      </Button>
      <input
        class="control"
        type="search"
        aria-label={conversationWords.searchConversations}
        placeholder={conversationWords.search}
        value={search.value}
        onInput={(event) => {
          search.value = event.currentTarget.value
          most.value = portion
        }}
      />
      {found.length === 0 ? (
        <p class="chat-list-empty">
          {conversations.value.length
            ? conversationWords.noConversationContainsTheseWords
            : conversationWords.conversationsAreSavedInThis}
        </p>
      ) : (
        <div class="chat-list-groups">
          {groups.map(({ title, rows }) => (
            <section key={title} aria-label={title}>
              <h2 class="chat-list-title">{title}</h2>
              <ul class="chat-list-rows">
                {rows.map((conversation) => (
                  <ConversationRow
                    key={conversation.id}
                    conversation={conversation}
                    isCurrent={conversation.id === current.value.id}
                    generation={generations.value.get(conversation.id)}
                    onOpen={() => {
                      openConversation(conversation, search.value)
                      onOpen()
                    }}
                  />
                ))}
              </ul>
            </section>
          ))}
          {found.length > most.value ? (
            <Button kind="quiet" onClick={() => (most.value += portion)}>
              {conversationWords.showMore((found.length - most.value).toLocaleString(shellWords.locale))}
            </Button>
          ) : null}
        </div>
      )}
      <Suspense fallback={<div class="conversation-transfer" />}>
        <ConversationTransfer />
      </Suspense>
    </aside>
  )
}

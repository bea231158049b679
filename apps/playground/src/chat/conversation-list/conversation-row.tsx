import { useSignal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { Icon } from '../../ui/icon.js'
import { useFocusReturn } from '../../ui/use-focus-return.js'
import { conversationWords } from '../../words/conversation-words.js'
import type { Conversation } from '../conversation/conversation.js'
import { removeConversation, updateConversation } from '../state/conversations.js'
import type { Generation } from '../state/generation.js'

/** Props of a conversation in the list. */
export interface ConversationRowProps {
  conversation: Conversation
  isCurrent: boolean
  /** The reply that is being written in it. */
  generation: Generation | undefined
  onOpen: () => void
}

/** A conversation in the list. Deleting takes a second click, because it cannot be undone. */
export function ConversationRow({ conversation, isCurrent, generation, onOpen }: ConversationRowProps) {
  const { id, title, pinned = false, updatedAt } = conversation
  const name = title || conversationWords.untitled
  // A signal: the field loses the focus when Escape removes it, and must then find nothing to save.
  const newName = useSignal<string | undefined>(undefined)
  const [isLeaving, setLeaving] = useState(false)
  const row = useFocusReturn<HTMLLIElement>(newName.value !== undefined)
  const rename = () => {
    const written = newName.value?.trim()
    if (written) updateConversation(id, (each) => ({ ...each, title: written }))
    newName.value = undefined
  }
  if (newName.value !== undefined) {
    return (
      <li class="conversation-row">
        <input
          class="control"
          aria-label={conversationWords.newNameOf(name)}
          value={newName.value}
          ref={(input) => input?.focus()}
          onInput={(event) => (newName.value = event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'Escape') return
            // The same key must not press the button that gets the focus next.
            event.preventDefault()
            if (event.key === 'Enter') rename()
            else newName.value = undefined
          }}
        />
      </li>
    )
  }
  const remove = (event: MouseEvent) => {
    // The second click of a double click on the cross lands here; it does not confirm anything.
    if (event.detail > 1) return
    removeConversation(id)
    // The row has gone with its buttons; the search field always stays.
    document.querySelector<HTMLElement>('.chat-list [type=search]')?.focus()
  }
  return (
    <li ref={row} class={`conversation-row${isCurrent ? ' conversation-row-current' : ''}`}>
      <button
        type="button"
        class="conversation-open"
        title={`${name}\n${new Date(updatedAt).toLocaleString()}`}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={onOpen}
      >
        {name}
      </button>
      {generation ? <BusyMark isWaiting={generation.pendingCall.value !== undefined} /> : null}
      <span class="conversation-actions">
        <Button
          kind="quiet"
          label={`${pinned ? conversationWords.unpin : conversationWords.pin} ${name}`}
          aria-pressed={pinned}
          onClick={() => updateConversation(id, (each) => ({ ...each, pinned: !pinned }))}
        >
          <Icon name="pin" />
        </Button>
        <Button
          kind="quiet"
          data-opens-editor
          label={conversationWords.rename(name)}
          onClick={() => (newName.value = title)}
        >
          <Icon name="pencil" />
        </Button>
        {isLeaving ? (
          <Button kind="danger" onClick={remove} onBlur={() => setLeaving(false)}>
            {conversationWords.deleteQuestion}
          </Button>
        ) : (
          <Button
            kind="quiet"
            label={conversationWords.deleteConversation(name)}
            {...(generation ? { disabledReason: conversationWords.aReplyIsBeingWritten } : {})}
            onClick={() => setLeaving(true)}
          >
            <Icon name="cross" />
          </Button>
        )}
      </span>
    </li>
  )
}

/** Marks a conversation in which a reply is being written, or a call waits for approval. */
function BusyMark({ isWaiting }: { isWaiting: boolean }) {
  const words = isWaiting ? conversationWords.aToolCallWaitsFor : conversationWords.aReplyIsBeingWritten
  return (
    <span
      class={`conversation-mark${isWaiting ? ' conversation-mark-waits' : ''}`}
      role="img"
      aria-label={words}
      title={words}
    />
  )
}

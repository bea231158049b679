import './chat.css'
import './thread/thread.css'
import './settings/settings.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../ui/button.js'
import { Composer } from './composer/composer.js'
import { ConversationList } from './conversation-list/conversation-list.js'
import { SettingsPanel } from './settings/settings-panel.js'
import { current, restoreConversations, storageProblem } from './state/conversations.js'
import { announcement, liveId } from './state/generation.js'
import { stopAnswer } from './state/write-answer.js'
import { Thread } from './thread/thread.js'

/** Below a width of 64rem, the panels cover the conversation, one at a time. The inspector takes width too. */
function isNarrow(): boolean {
  const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  return (document.getElementById('main')?.clientWidth ?? innerWidth) <= 64 * letter
}

/** The chat: conversations on the left, the open one in the middle, settings on the right. */
export function ChatView() {
  const showsList = useSignal(!isNarrow())
  const showsSettings = useSignal(!isNarrow())
  const close = () => {
    showsList.value = false
    showsSettings.value = false
  }
  useEffect(() => void restoreConversations(), [])
  useEffect(() => {
    const main = document.getElementById('main')
    if (!main) return
    let wasNarrow = isNarrow()
    const observer = new ResizeObserver(() => {
      if (isNarrow() === wasNarrow) return
      wasNarrow = isNarrow()
      showsList.value = showsSettings.value = !wasNarrow
    })
    observer.observe(main)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    const stopOnEscape = (event: KeyboardEvent) => {
      // A dialog, a menu or a field being edited handles Escape first.
      if (event.key !== 'Escape' || event.defaultPrevented) return
      // Escape clears a search.
      if (event.target instanceof Element && event.target.matches('input[type=search]')) return
      if (liveId.value) stopAnswer()
      else if (isNarrow()) close()
    }
    document.addEventListener('keydown', stopOnEscape)
    return () => document.removeEventListener('keydown', stopOnEscape)
  }, [])

  const toggle = (panel: typeof showsList, other: typeof showsList) => {
    panel.value = !panel.value
    if (isNarrow()) other.value = false
  }
  const { title } = current.value
  return (
    <div class="chat">
      {showsList.value ? <ConversationList onOpen={() => (isNarrow() ? close() : undefined)} /> : null}
      <section class="chat-middle" aria-label="Conversation">
        <div class="chat-bar">
          <Button kind="quiet" aria-expanded={showsList.value} onClick={() => toggle(showsList, showsSettings)}>
            Conversations
          </Button>
          <h1 class="chat-title">{title || 'New conversation'}</h1>
          <Button kind="quiet" aria-expanded={showsSettings.value} onClick={() => toggle(showsSettings, showsList)}>
            Settings
          </Button>
        </div>
        {storageProblem.value ? (
          <p class="chat-problem" role="status">
            {storageProblem.value}
          </p>
        ) : null}
        <Thread key={current.value.id} />
        <Composer />
      </section>
      {showsSettings.value ? <SettingsPanel /> : null}
      {showsList.value || showsSettings.value ? (
        <button type="button" class="chat-curtain" tabIndex={-1} aria-hidden="true" onClick={close} />
      ) : null}
      <p class="visually-hidden" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </div>
  )
}

import './chat.css'
import './thread/thread.css'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Suspense } from 'preact/compat'
import { fetchLater } from '../shell/fetch-later.js'
import { chatWords } from '../words/chat-words.js'
import { ChatBar } from './chat-bar.js'
import { Composer } from './composer/composer.js'
import { ConversationList } from './conversation-list/conversation-list.js'
import { current, restoreConversations, storageProblem } from './state/conversations.js'
import { announcement } from './state/generation.js'
import { Thread } from './thread/thread.js'
import { focusMessage, useChatKeys } from './use-chat-keys.js'

const SettingsPanel = fetchLater(() => import('./settings/settings-panel.js').then((loaded) => loaded.SettingsPanel))

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
  useEffect(() => focusMessage(), [])
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
  useChatKeys({
    onEscape: () => (isNarrow() ? close() : undefined),
    onSearch: () => {
      showsList.value = true
      // When the list is there.
      setTimeout(() => document.querySelector<HTMLElement>('.chat-list [type=search]')?.focus())
    },
  })

  const toggle = (panel: typeof showsList, other: typeof showsList) => {
    panel.value = !panel.value
    if (isNarrow()) other.value = false
  }
  return (
    <div class="chat">
      {showsList.value ? <ConversationList onOpen={() => (isNarrow() ? close() : undefined)} /> : null}
      <section class="chat-middle" aria-label={chatWords.conversation}>
        <ChatBar
          showsList={showsList.value}
          showsSettings={showsSettings.value}
          onList={() => toggle(showsList, showsSettings)}
          onSettings={() => toggle(showsSettings, showsList)}
        />
        {storageProblem.value ? (
          <p class="chat-problem" role="status">
            {storageProblem.value}
          </p>
        ) : null}
        <Thread key={current.value.id} />
        <Composer />
      </section>
      {showsSettings.value ? (
        <Suspense fallback={<aside class="chat-side chat-settings" aria-label={chatWords.settings} />}>
          <SettingsPanel />
        </Suspense>
      ) : null}
      {showsList.value || showsSettings.value ? (
        <button type="button" class="chat-curtain" tabIndex={-1} aria-hidden="true" onClick={close} />
      ) : null}
      <p class="visually-hidden" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </div>
  )
}

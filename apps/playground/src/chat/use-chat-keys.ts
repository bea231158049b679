import { useEffect } from 'preact/hooks'
import { chooseBranch } from './conversation/choose-branch.js'
import { readBranch } from './conversation/read-branch.js'
import { current, openConversation, updateConversation } from './state/conversations.js'
import { currentGeneration } from './state/generation.js'

/** What the keys do that belong to the whole chat. */
export interface ChatKeys {
  /** Escape, if no reply is being written in the open conversation. */
  onEscape: () => void
  /** Ctrl+K. */
  onSearch: () => void
}

/** Keys of the chat: Escape stops a reply, arrows switch between versions, a letter goes into the message. */
export function useChatKeys({ onEscape, onSearch }: ChatKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog, a menu or a field being edited handles its keys first.
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return
      const { key, target } = event
      if (key === 'Escape') {
        // Escape clears a search.
        if (target instanceof Element && target.matches('input[type=search]')) return
        const generation = currentGeneration.peek()
        if (generation) generation.stop()
        else onEscape()
        return
      }
      if ((event.ctrlKey || event.metaKey) && event.shiftKey && key.toLowerCase() === 'o') {
        event.preventDefault()
        openConversation()
        focusMessage()
        return
      }
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && key.toLowerCase() === 'k') {
        event.preventDefault()
        onSearch()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || takesKeys(target)) return
      if (key === 'ArrowLeft' || key === 'ArrowRight') switchVersion(key === 'ArrowLeft' ? -1 : 1)
      else if (/^[\p{L}\p{N}/]$/u.test(key)) focusMessage()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Puts the cursor into the message box; not on a phone, where that would open the keyboard. */
export function focusMessage(): void {
  if (!matchMedia('(pointer: fine)').matches) return
  document.querySelector<HTMLElement>('.composer-text')?.focus({ preventScroll: true })
}

const fields = 'input, textarea, select, [contenteditable], [role=slider], [role=tab], pre, .table-scroll'

const takesKeys = (target: EventTarget | null) => target instanceof Element && target.closest(fields) !== null

/** Shows another version of the last turn that has several. */
function switchVersion(step: 1 | -1): void {
  const branching = readBranch(current.peek()).filter(({ siblings }) => siblings.length > 1)
  const last = branching.at(-1)
  if (!last || currentGeneration.peek()) return
  const next = last.siblings[last.siblings.indexOf(last.turn) + step]
  if (next) updateConversation(current.peek().id, (conversation) => chooseBranch(conversation, next.id))
}

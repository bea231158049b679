import { useComputed, useSignal } from '@preact/signals'
import { changeDraft, draft } from '../state/drafts.js'
import { findPrompts } from './find-prompts.js'
import type { SavedPrompt } from './saved-prompt.js'
import { savedPrompts } from './saved-prompts.js'

/** The prompts that are offered while `/` and a part of a name is all that is written, and the keys that choose one. */
export function usePromptChoice() {
  const place = useSignal(0)
  const closedFor = useSignal<string | undefined>(undefined)
  const found = useComputed(() => {
    const { text } = draft.value
    return closedFor.value === text ? [] : findPrompts(savedPrompts.value, text)
  })
  const at = Math.min(place.value, Math.max(0, found.value.length - 1))
  const choose = ({ text }: SavedPrompt) => {
    place.value = 0
    changeDraft({ text })
  }
  /** Whether the key was for the choice. */
  const takeKey = (event: KeyboardEvent): boolean => {
    const count = found.value.length
    if (count === 0 || event.isComposing || event.shiftKey) return false
    if (event.key === 'ArrowDown') place.value = (at + 1) % count
    else if (event.key === 'ArrowUp') place.value = (at + count - 1) % count
    else if (event.key === 'Enter' || event.key === 'Tab') choose(found.value[at]!)
    else if (event.key === 'Escape') closedFor.value = draft.value.text
    else return false
    event.preventDefault()
    return true
  }
  return { found: found.value, at, choose, takeKey }
}

import { signal } from '@preact/signals'
import { Button } from '../ui/button.js'
import { shellWords } from '../words/shell-words.js'

/** Whether the inspector is open. */
export const isInspectorOpen = signal(false)

/** Closes the inspector and returns the focus to the button that opened it. */
export function closeInspector(): void {
  isInspectorOpen.value = false
  document.getElementById('inspector-toggle')?.focus()
}

/** Opens and closes the inspector. */
export function InspectorToggle() {
  return (
    <Button
      kind="quiet"
      id="inspector-toggle"
      label={shellWords.inspector}
      aria-expanded={isInspectorOpen.value}
      onClick={() => (isInspectorOpen.value = !isInspectorOpen.value)}
    >
      <span class="header-sign" aria-hidden="true">
        {'{ }'}
      </span>
    </Button>
  )
}

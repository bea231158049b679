import { signal } from '@preact/signals'
import { Button } from '../ui/button.js'

/** Whether the inspector is open. */
export const isInspectorOpen = signal(false)

/** Opens and closes the inspector. */
export function InspectorToggle() {
  return (
    <Button
      kind="quiet"
      label="Inspector"
      aria-expanded={isInspectorOpen.value}
      onClick={() => (isInspectorOpen.value = !isInspectorOpen.value)}
    >
      <span class="header-sign" aria-hidden="true">
        {'{ }'}
      </span>
    </Button>
  )
}

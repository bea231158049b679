import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * Gives the focus back to the button that opened an editor in its own place, once the editor has gone and the focus
 * with it: to the element with `data-opens-editor` inside the one that gets the reference.
 */
export function useFocusReturn<Parent extends HTMLElement>(isEdited: boolean): RefObject<Parent | null> {
  const parent = useRef<Parent>(null)
  const wasEdited = useRef(isEdited)
  useLayoutEffect(() => {
    const hasClosed = wasEdited.current && !isEdited
    wasEdited.current = isEdited
    // Who has gone somewhere else by a click stays there.
    if (!hasClosed || document.activeElement !== document.body) return
    parent.current?.querySelector<HTMLElement>('[data-opens-editor]')?.focus()
  }, [isEdited])
  return parent
}

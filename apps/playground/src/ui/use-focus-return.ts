import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * Returns the focus to the button that an editor replaced, once the editor has closed: to the element with
 * `data-opens-editor` inside the one that gets the ref.
 */
export function useFocusReturn<Parent extends HTMLElement>(isEdited: boolean): RefObject<Parent | null> {
  const parent = useRef<Parent>(null)
  const wasEdited = useRef(isEdited)
  useLayoutEffect(() => {
    const hasClosed = wasEdited.current && !isEdited
    wasEdited.current = isEdited
    // If a click moved the focus elsewhere, it stays there.
    if (!hasClosed || document.activeElement !== document.body) return
    parent.current?.querySelector<HTMLElement>('[data-opens-editor]')?.focus()
  }, [isEdited])
  return parent
}

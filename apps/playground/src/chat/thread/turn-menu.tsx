import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { Icon } from '../../ui/icon.js'
import { threadWords } from '../../words/thread-words.js'

/** Something that can be done with a turn. */
export interface TurnAction {
  label: string
  run: () => void
}

/** The rarer actions of a turn, behind a button. */
export function TurnMenu({ actions }: { actions: readonly TurnAction[] }) {
  const isOpen = useSignal(false)
  const element = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!isOpen.value) return
    const close = (event: Event) => {
      if (!element.current?.contains(event.target as Node)) isOpen.value = false
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [isOpen.value])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen.value) return
    event.preventDefault()
    isOpen.value = false
    element.current?.querySelector('button')?.focus()
  }
  return (
    <span class="turn-menu" ref={element} onKeyDown={onKeyDown}>
      <Button
        kind="quiet"
        label={threadWords.moreActions}
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <Icon name="dots" />
      </Button>
      {isOpen.value ? (
        <span class="turn-menu-list">
          {actions.map(({ label, run }) => (
            <Button
              key={label}
              kind="quiet"
              onClick={() => {
                isOpen.value = false
                run()
              }}
            >
              {label}
            </Button>
          ))}
        </span>
      ) : null}
    </span>
  )
}

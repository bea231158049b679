import { useEffect, useId, useRef } from 'preact/hooks'
import type { ComponentChildren } from 'preact'

/** A question or a form over the page. */
export interface DialogProps {
  title: string
  /** Called when it is closed by Escape, by a click beside it, or by its cross. */
  onClose: () => void
  children: ComponentChildren
  /** The buttons, at the bottom. */
  actions?: ComponentChildren
}

/** A modal dialog: it takes the focus, keeps it, and returns it. Render it to open it. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  const beginsBeside = useRef(false)
  useEffect(() => {
    const dialog = element.current
    const opener = document.activeElement
    if (dialog && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      // After the dialog has closed: until then, nothing outside it can take the focus.
      setTimeout(() => {
        if (document.activeElement !== document.body || !(opener instanceof HTMLElement)) return
        opener.focus({ preventScroll: true })
      })
    }
  }, [])
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => (beginsBeside.current = event.target === event.currentTarget)}
      onClick={(event) => {
        // Selecting text and releasing the button outside the dialog must not close it.
        if (event.target === event.currentTarget && beginsBeside.current) onClose()
      }}
    >
      <div class="dialog-box">
        <h2 id={id}>{title}</h2>
        <div class="dialog-body">{children}</div>
        {actions ? <div class="dialog-actions">{actions}</div> : null}
      </div>
    </dialog>
  )
}

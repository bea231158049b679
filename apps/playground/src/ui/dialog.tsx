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

/** A modal dialog: it takes the focus, keeps it, and gives it back. Render it to open it. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => dialog?.close()
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
      onClick={(event) => (event.target === event.currentTarget ? onClose() : undefined)}
    >
      <div class="dialog-box">
        <h2 id={id}>{title}</h2>
        <div class="dialog-body">{children}</div>
        {actions ? <div class="dialog-actions">{actions}</div> : null}
      </div>
    </dialog>
  )
}

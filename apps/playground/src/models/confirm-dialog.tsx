import type { ComponentChildren } from 'preact'
import { Button } from '../ui/button.js'
import { Dialog } from '../ui/dialog.js'
import { modelWords } from '../words/model-words.js'

/** A question before something is lost. */
export interface ConfirmDialogProps {
  title: string
  /** What is lost. */
  children: ComponentChildren
  /** Label of the button that does it. */
  confirm: string
  onConfirm: () => void
  onCancel: () => void
}

/** Asks before something is lost. */
export function ConfirmDialog({ title, children, confirm, onConfirm, onCancel }: ConfirmDialogProps) {
  return (
    <Dialog
      title={title}
      onClose={onCancel}
      actions={
        <>
          <Button onClick={onCancel}>{modelWords.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onCancel()
              onConfirm()
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { threadWords } from '../../words/thread-words.js'
import { isBusy } from '../state/generation.js'

/** Props of the editor of a turn. */
export interface TurnEditorProps {
  /** Names the field. */
  label: string
  text: string
  /** Replaces the text, and nothing else. */
  onSave: (text: string) => void
  /** Sends it as another version; a reply has none. Enter does this where it can, and saves where it cannot. */
  onSend?: (text: string) => void
  onCancel: () => void
}

/** A message or a reply while it is edited. */
export function TurnEditor({ label, text, onSave, onSend, onCancel }: TurnEditorProps) {
  const [draft, setDraft] = useState(text)
  const isRunning = isBusy.value
  const reason = isRunning ? threadWords.aReplyIsBeingWritten : undefined
  const element = useRef<HTMLTextAreaElement>(null)
  // Before the next key, or an Escape right after the click would go to the page.
  useLayoutEffect(() => element.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    const isComposing = event.isComposing || event.keyCode === 229
    // In a reply, Enter adds a line: it is longer than a message.
    const sends = onSend ? !event.shiftKey : event.ctrlKey || event.metaKey
    if (event.key === 'Enter' && sends && !isComposing) {
      event.preventDefault()
      if (draft.trim() && !isRunning) (onSend ?? onSave)(draft)
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      onCancel()
    }
  }
  return (
    <div class="turn turn-editor">
      <textarea
        ref={element}
        class="control control-text"
        aria-label={label}
        rows={Math.min(20, draft.split('\n').length + 1)}
        value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="turn-editor-actions">
        <Button onClick={onCancel}>{threadWords.cancel}</Button>
        <Button
          {...(onSend ? {} : { kind: 'primary' as const })}
          disabled={!draft.trim()}
          disabledReason={reason}
          onClick={() => onSave(draft)}
        >
          {threadWords.save}
        </Button>
        {onSend ? (
          <Button kind="primary" disabled={!draft.trim()} disabledReason={reason} onClick={() => onSend(draft)}>
            {threadWords.saveAndSubmit}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

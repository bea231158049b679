import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { currentGeneration } from '../state/generation.js'

/** Props of the editor of a message. */
export interface QuestionEditorProps {
  text: string
  onSend: (text: string) => void
  onCancel: () => void
}

/** A message while it is edited. */
export function QuestionEditor({ text, onSend, onCancel }: QuestionEditorProps) {
  const [draft, setDraft] = useState(text)
  const isRunning = currentGeneration.value !== undefined
  const element = useRef<HTMLTextAreaElement>(null)
  // Before the next key, or an Escape right after the click would go to the page.
  useLayoutEffect(() => element.current?.focus(), [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault()
      if (draft.trim() && !isRunning) onSend(draft)
    }
    if (event.key === 'Escape') {
      event.preventDefault()
      onCancel()
    }
  }
  return (
    <div class="turn question-editor">
      <textarea
        ref={element}
        class="control control-text"
        aria-label="Edit the message"
        rows={Math.min(12, draft.split('\n').length + 1)}
        value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div class="question-editor-actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          kind="primary"
          disabled={!draft.trim()}
          disabledReason={isRunning ? 'a reply is being written' : undefined}
          onClick={() => onSend(draft)}
        >
          Save and submit
        </Button>
      </div>
    </div>
  )
}

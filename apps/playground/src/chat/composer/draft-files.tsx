import { chatWords } from '../../words/chat-words.js'
import { shellWords } from '../../words/shell-words.js'
import type { AttachedFile } from '../conversation/conversation.js'

/** Props of the files that go with the message. */
export interface DraftFilesProps {
  files: readonly AttachedFile[]
  onRemove: (place: number) => void
}

/** The text files that go with the message, each with a button to remove it. */
export function DraftFiles({ files, onRemove }: DraftFilesProps) {
  if (files.length === 0) return null
  return (
    <ul class="draft-files" aria-label={chatWords.filesToSend}>
      {files.map(({ name, text }, place) => (
        <li key={place}>
          <span>{name}</span>
          <span class="field-hint">{chatWords.characters(text.length.toLocaleString(shellWords.locale))}</span>
          <button type="button" aria-label={chatWords.remove(name)} onClick={() => onRemove(place)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  )
}

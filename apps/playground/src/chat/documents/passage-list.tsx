import './passage-list.css'
import { Button } from '../../ui/button.js'
import { documentWords } from '../../words/document-words.js'
import type { QuestionTurn } from '../conversation/conversation.js'
import { replaceTurn } from '../conversation/replace-turn.js'
import { current, updateConversation } from '../state/conversations.js'
import { isBusy } from '../state/generation.js'

/** The passages of documents that go with a message, each with its file and a button to leave it out. */
export function PassageList({ turn }: { turn: QuestionTurn }) {
  const passages = turn.passages ?? []
  if (passages.length === 0) return <p class="field-hint">{documentWords.noPassageGoesWith}</p>
  const remove = (place: number) => {
    const changed = { ...turn, passages: passages.filter((_, each) => each !== place) }
    updateConversation(current.value.id, (conversation) => replaceTurn(conversation, changed))
  }
  const names = [...new Set(passages.map(({ file }) => file))].join(', ')
  return (
    <details class="question-file passages">
      <summary>{documentWords.passagesFrom(documentWords.passages(passages.length), names)}</summary>
      <ol aria-label={documentWords.passagesThatWereSent}>
        {passages.map(({ file, text, similarity }, place) => (
          <li key={place}>
            <div class="passages-head">
              <strong>{file}</strong>
              <span class="field-hint">{documentWords.similarity(similarity.toFixed(2))}</span>
              {isBusy.value ? null : (
                <Button kind="quiet" label={documentWords.removePassage(place + 1)} onClick={() => remove(place)}>
                  {documentWords.remove}
                </Button>
              )}
            </div>
            <p class="passages-text">{text}</p>
          </li>
        ))}
      </ol>
      <p class="field-hint">{documentWords.whatYouRemoveIsNot}</p>
    </details>
  )
}

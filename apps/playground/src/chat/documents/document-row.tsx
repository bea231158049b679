import { Button } from '../../ui/button.js'
import { Progress } from '../../ui/progress.js'
import { documentWords } from '../../words/document-words.js'
import { changeDocument, type SearchedDocument } from './documents.js'
import { dropDocument } from './embed-documents.js'

/** Props of a document in the list. */
export interface DocumentRowProps {
  document: SearchedDocument
  conversationId: string
  /** The loaded embedding model, if known. */
  model: string | undefined
}

/** A document: how far it is, and buttons to remove it or to embed it again. */
export function DocumentRow({ document, conversationId, model }: DocumentRowProps) {
  const { id, name, state, failure, passages, done } = document
  const isOther = state === 'ready' && model !== undefined && document.model !== model
  const canEmbed = isOther || (state === 'failed' && passages.length > 0)
  return (
    <li>
      <span class="documents-name">{name}</span>
      {state === 'ready' ? <span class="field-hint">{documentWords.passages(passages.length)}</span> : null}
      {state === 'waiting' ? <span class="field-hint">{documentWords.waitsForAModel}</span> : null}
      <span class="documents-actions">
        {canEmbed ? (
          <Button
            kind="quiet"
            label={documentWords.embedAgainFile(name)}
            onClick={() => changeDocument(conversationId, id, { state: 'waiting', failure: undefined })}
          >
            {documentWords.embedAgain}
          </Button>
        ) : null}
        <Button
          kind="quiet"
          label={state === 'embedding' ? documentWords.stopEmbedding(name) : documentWords.removeFile(name)}
          onClick={() => dropDocument(conversationId, id)}
        >
          {state === 'embedding' ? documentWords.stop : documentWords.remove}
        </Button>
      </span>
      {state === 'embedding' ? (
        <Progress
          label={passages.length ? documentWords.embedding : documentWords.reading}
          fraction={passages.length ? done / passages.length : undefined}
          detail={passages.length ? documentWords.doneOf(done, documentWords.passages(passages.length)) : undefined}
        />
      ) : null}
      {failure ? (
        <p class="field-issue" role="alert">
          {failure}
        </p>
      ) : null}
      {isOther ? <p class="field-issue">{documentWords.wasEmbeddedWith(document.model, model)}</p> : null}
    </li>
  )
}

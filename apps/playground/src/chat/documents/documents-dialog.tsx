import './documents.css'
import { isTabbyError } from '@tabby/core'
import { getEmbeddingModel } from '@tabby/models'
import { useEffect, useRef } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { EmbeddingModelOffer } from '../../embeddings/embedding-model-offer.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { useFileDrop } from '../../ui/use-file-drop.js'
import { documentWords } from '../../words/document-words.js'
import { current } from '../state/conversations.js'
import { DocumentRow } from './document-row.js'
import { addDocuments, currentDocuments } from './documents.js'
import { embedDocuments } from './embed-documents.js'

/** The documents of the open conversation: add, watch and remove them. */
export function DocumentsDialog({ onClose }: { onClose: () => void }) {
  const chooser = useRef<HTMLInputElement>(null)
  const { client } = connection.value
  const { id } = current.value
  const documents = currentDocuments.value
  const model = useResource((signal) => getEmbeddingModel(client, { signal }), [client])
  const isNoneLoaded = isTabbyError(model.error) && model.error.code === 'no_model_loaded'
  const waits = documents.some(({ state }) => state === 'waiting')
  const name = model.value?.id
  useEffect(() => {
    if (waits && name !== undefined) void embedDocuments(client, id)
  }, [waits, name, client, id])
  const add = (files: Iterable<File>) => addDocuments(id, [...files])
  const drop = useFileDrop(add)
  return (
    <Dialog
      title={documentWords.documents}
      onClose={onClose}
      actions={<Button onClick={onClose}>{documentWords.close}</Button>}
    >
      <div class="documents">
        <p>{documentWords.thePageSearchesThese}</p>
        {isNoneLoaded ? <EmbeddingModelOffer /> : null}
        {model.error !== undefined && !isNoneLoaded ? <FailureNotice error={model.error} /> : null}
        <div class={`documents-target${drop.isTarget ? ' documents-target-over' : ''}`} {...drop.handlers}>
          <input
            ref={chooser}
            class="visually-hidden"
            type="file"
            multiple
            tabIndex={-1}
            aria-label={documentWords.chooseDocuments}
            onChange={(event) => {
              add(event.currentTarget.files ?? [])
              event.currentTarget.value = ''
            }}
          />
          <Button onClick={() => chooser.current?.click()}>{documentWords.addTextFiles}</Button>
          <span class="field-hint">{documentWords.orDropThemHere}</span>
        </div>
        {documents.length ? (
          <ul class="documents-list" aria-label={documentWords.documents}>
            {documents.map((each) => (
              <DocumentRow key={each.id} document={each} model={name} conversationId={id} />
            ))}
          </ul>
        ) : null}
        <p class="field-hint">{documentWords.documentsAreKeptInThis}</p>
      </div>
    </Dialog>
  )
}

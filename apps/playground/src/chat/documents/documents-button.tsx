import { Suspense } from 'preact/compat'
import { fetchLater } from '../../shell/fetch-later.js'
import { Button } from '../../ui/button.js'
import { chatWords } from '../../words/chat-words.js'
import { currentDocuments, showsDocuments } from './documents.js'

const DocumentsDialog = fetchLater(() => import('./documents-dialog.js').then((loaded) => loaded.DocumentsDialog))

/** Opens the documents of the conversation, and shows how many there are. */
export function DocumentsButton() {
  const count = currentDocuments.value.length
  return (
    <>
      <Button kind="quiet" aria-haspopup="dialog" onClick={() => (showsDocuments.value = true)}>
        {chatWords.documents(count)}
      </Button>
      {showsDocuments.value ? (
        <Suspense fallback={null}>
          <DocumentsDialog onClose={() => (showsDocuments.value = false)} />
        </Suspense>
      ) : null}
    </>
  )
}

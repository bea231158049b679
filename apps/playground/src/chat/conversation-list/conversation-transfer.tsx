import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { ConfirmDialog } from '../../models/confirm-dialog.js'
import { Button } from '../../ui/button.js'
import { saveFile } from '../../ui/save-file.js'
import { conversationWords } from '../../words/conversation-words.js'
import { addConversations, conversations, current } from '../state/conversations.js'
import { deleteAllData } from '../state/delete-all-data.js'
import { exportConversations } from '../store/export-conversations.js'
import { importConversations } from '../store/import-conversations.js'
import { writeMarkdown, writeMessages } from '../store/write-conversation.js'
import { TurnMenu } from '../thread/turn-menu.js'

/** Exports all conversations or the open one, imports those of a file, and deletes everything. */
export function ConversationTransfer() {
  const outcome = useSignal('')
  const isDeleting = useSignal(false)
  const chooser = useRef<HTMLInputElement>(null)
  const name = current.value.title || 'conversation'
  const load = async (file: File | undefined) => {
    if (!file) return
    try {
      const added = importConversations(await file.text())
      addConversations(added)
      outcome.value = conversationWords.imported(added.length)
    } catch (error) {
      outcome.value = (error as Error).message
    }
  }
  return (
    <div class="conversation-transfer">
      <Button
        kind="quiet"
        onClick={() => {
          const day = new Date().toISOString().slice(0, 10)
          saveFile(`conversations-${day}.json`, exportConversations(conversations.value))
        }}
        {...(conversations.value.length ? {} : { disabledReason: conversationWords.nothingToExportYet })}
      >
        {conversationWords.export}
      </Button>
      <Button kind="quiet" onClick={() => chooser.current?.click()}>
        {conversationWords.import}
      </Button>
      <TurnMenu
        actions={[
          {
            label: conversationWords.saveThisOneAsMarkdown,
            run: () => saveFile(`${name}.md`, writeMarkdown(current.value), 'text/markdown'),
          },
          {
            label: conversationWords.saveThisOneAsMessages,
            run: () => saveFile(`${name}.json`, writeMessages(current.value)),
          },
          { label: conversationWords.deleteAllData, run: () => (isDeleting.value = true) },
        ]}
      />
      <input
        ref={chooser}
        class="visually-hidden"
        type="file"
        accept="application/json,.json,.jsonl"
        tabIndex={-1}
        aria-label={conversationWords.fileWithConversations}
        onChange={(event) => {
          void load(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <p role="status">{outcome.value}</p>
      {isDeleting.value ? (
        <ConfirmDialog
          title={conversationWords.deleteAllDataQuestion}
          confirm={conversationWords.deleteEverything}
          onConfirm={() => void deleteAllData()}
          onCancel={() => (isDeleting.value = false)}
        >
          <p>{conversationWords.allConversationsPresetsServers}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  )
}

import { useSignal } from '@preact/signals'
import { connection } from '../../connection/connection.js'
import { ConfirmDialog } from '../../models/confirm-dialog.js'
import { Button } from '../../ui/button.js'
import { FileChooser } from '../../ui/file-chooser.js'
import { saveFile } from '../../ui/save-file.js'
import { conversationWords } from '../../words/conversation-words.js'
import { addConversations, conversations, current, updateConversation } from '../state/conversations.js'
import { deleteAllData } from '../state/delete-all-data.js'
import { suggestTitle } from '../state/suggest-title.js'
import { describeFailure } from '../../server/explain-failure.js'
import { exportConversations } from '../store/export-conversations.js'
import { importConversations } from '../store/import-conversations.js'
import { writeMarkdown, writeMessages } from '../store/write-conversation.js'
import { TurnMenu } from '../thread/turn-menu.js'

/** Exports all conversations or the open one, imports those of a file, and deletes everything. */
export function ConversationTransfer() {
  const outcome = useSignal('')
  const isDeleting = useSignal(false)
  const name = current.value.title || 'conversation'
  const load = async (file: File) => {
    try {
      const added = importConversations(await file.text())
      addConversations(added)
      outcome.value = conversationWords.imported(added.length)
    } catch (error) {
      outcome.value = (error as Error).message
    }
  }
  const { client, model } = connection.value
  const nameByModel = async () => {
    const { id } = current.value
    outcome.value = conversationWords.theModelLooksForATitle
    try {
      const title = await suggestTitle(client, current.value)
      if (title) updateConversation(id, (each) => ({ ...each, title }))
      outcome.value = title ? '' : conversationWords.theModelFoundNoTitle
    } catch (error) {
      outcome.value = describeFailure(error)
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
      <FileChooser
        label={conversationWords.fileWithConversations}
        accept="application/json,.json,.jsonl"
        onFiles={([file]) => void load(file!)}
      >
        {conversationWords.import}
      </FileChooser>
      <TurnMenu
        actions={[
          ...(model && current.value.turns.length
            ? [{ label: conversationWords.titleByTheModel, run: () => void nameByModel() }]
            : []),
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

import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { saveFile } from '../../ui/save-file.js'
import { addConversations, conversations } from '../state/conversations.js'
import { exportConversations } from '../store/export-conversations.js'
import { importConversations } from '../store/import-conversations.js'

/** Exports all conversations to a file, and imports those of a file. */
export function ConversationTransfer() {
  const outcome = useSignal('')
  const chooser = useRef<HTMLInputElement>(null)
  const save = () => {
    saveFile(`conversations-${new Date().toISOString().slice(0, 10)}.json`, exportConversations(conversations.value))
  }
  const load = async (file: File | undefined) => {
    if (!file) return
    try {
      const added = importConversations(await file.text())
      addConversations(added)
      outcome.value = `${added.length} imported.`
    } catch (error) {
      outcome.value = (error as Error).message
    }
  }
  return (
    <div class="conversation-transfer">
      <Button
        kind="quiet"
        onClick={save}
        {...(conversations.value.length ? {} : { disabledReason: 'nothing to export yet' })}
      >
        Export
      </Button>
      <Button kind="quiet" onClick={() => chooser.current?.click()}>
        Import
      </Button>
      <input
        ref={chooser}
        class="visually-hidden"
        type="file"
        accept="application/json,.json"
        tabIndex={-1}
        aria-label="File with conversations"
        onChange={(event) => {
          void load(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <p role="status">{outcome.value}</p>
    </div>
  )
}

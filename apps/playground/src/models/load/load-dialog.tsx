import { useState } from 'preact/hooks'
import { listDraftModels } from '@tabby/models'
import { listTemplates } from '@tabby/templates'
import { connection } from '../../connection/connection.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Notice } from '../../ui/notice.js'
import { loadWords } from '../../words/load-words.js'
import { LoadFields } from './load-fields.js'
import { createLoadForm, type LoadForm } from './load-form.js'
import { isLoading } from './model-loads.js'
import { runModelLoad } from './run-model-load.js'
import { toLoadParams } from './to-load-params.js'

/** Which model to load, and which one is loaded. */
export interface LoadDialogProps {
  /** Empty if it is named by its path. */
  name: string
  loadedName: string | undefined
  onClose: () => void
}

/** The parameters of a load, and a warning of what it unloads. */
export function LoadDialog({ name, loadedName, onClose }: LoadDialogProps) {
  const { client } = connection.value
  const templates = useResource((signal) => listTemplates(client, { signal }), [client])
  const drafts = useResource((signal) => listDraftModels(client, { signal }), [client])
  const [form, setForm] = useState(() => createLoadForm(name))
  const [isTried, setTried] = useState(false)
  const { params, issues } = toLoadParams(form)
  const change = (changed: Partial<LoadForm>): void => setForm({ ...form, ...changed })
  // A model in nested folders is named by its last part once it is loaded (recording model_after_path_style_load).
  const isSame = loadedName !== undefined && form.name.trim().split('/').at(-1) === loadedName
  const submit = (): void => {
    setTried(true)
    if (Object.keys(issues).length > 0) return
    onClose()
    void runModelLoad(client, params, isSame)
  }
  return (
    <Dialog
      title={name ? loadWords.loadModel(name) : loadWords.loadAModel}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{loadWords.cancel}</Button>
          <Button
            kind="primary"
            onClick={submit}
            disabledReason={isLoading(client.baseUrl) ? loadWords.anotherLoadIsRunning : undefined}
          >
            {isSame
              ? loadWords.unloadAndReload
              : loadedName === undefined
                ? loadWords.load
                : loadWords.replace(loadedName)}
          </Button>
        </>
      }
    >
      <form
        class="load-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {loadedName === undefined ? null : (
          <Notice
            kind="warning"
            title={isSame ? loadWords.sameIsLoaded(loadedName) : loadWords.willBeUnloaded(loadedName)}
          >
            <p>{isSame ? loadWords.itIsUnloadedFirstSo : loadWords.itIsUnloadedFirstAfter}</p>
          </Notice>
        )}
        <LoadFields
          form={form}
          change={change}
          issues={isTried ? issues : { ...issues, name: undefined }}
          templates={templates.value?.data ?? []}
          drafts={drafts.value?.data.map(({ id }) => id) ?? []}
        />
        <p class="field-hint">{loadWords.forEmptyFieldsTheModels}</p>
        <button type="submit" class="visually-hidden" tabIndex={-1} aria-hidden="true">
          {loadWords.load}
        </button>
      </form>
    </Dialog>
  )
}

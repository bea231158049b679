import { useState } from 'preact/hooks'
import { listDraftModels } from '@tabby/models'
import { listTemplates } from '@tabby/templates'
import { connection } from '../../connection/connection.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Notice } from '../../ui/notice.js'
import { createLoadForm, type LoadForm } from './load-form.js'
import { MemoryFields } from './memory-fields.js'
import { ModelFields } from './model-fields.js'
import { modelLoads, runModelLoad } from './model-load.js'
import { toLoadParams } from './to-load-params.js'

/** Which model to load, beside which one. */
export interface LoadDialogProps {
  /** Empty for one that is named by its path. */
  name: string
  loadedName: string | undefined
  onClose: () => void
}

/** The parameters of a load, and a warning of what it throws out. */
export function LoadDialog({ name, loadedName, onClose }: LoadDialogProps) {
  const { client } = connection.value
  const templates = useResource((signal) => listTemplates(client, { signal }), [client])
  const drafts = useResource((signal) => listDraftModels(client, { signal }), [client])
  const [form, setForm] = useState(() => createLoadForm(name))
  const [isTried, setTried] = useState(false)
  const { params, issues } = toLoadParams(form)
  const change = (changed: Partial<LoadForm>): void => setForm({ ...form, ...changed })
  // A path-style name is called by its last part once it is loaded (recording model_after_path_style_load).
  const isSame = loadedName !== undefined && form.name.trim().split('/').at(-1) === loadedName
  const phase = modelLoads.value[client.baseUrl]?.phase
  const isLoading = phase === 'waiting' || phase === 'loading'
  const submit = (): void => {
    setTried(true)
    if (Object.keys(issues).length > 0) return
    onClose()
    void runModelLoad(client, params, isSame)
  }
  const shared = { form, change, issues: isTried ? issues : { ...issues, name: undefined } }
  return (
    <Dialog
      title={name ? `Load ${name}` : 'Load a model'}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={submit} disabledReason={isLoading ? 'another load is running' : undefined}>
            {isSame ? 'Unload and load again' : loadedName === undefined ? 'Load' : `Replace ${loadedName}`}
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
          <Notice kind="warning" title={isSame ? `${loadedName} is loaded` : `${loadedName} is thrown out`}>
            <p>
              {isSame
                ? 'To take other parameters it is unloaded first. '
                : 'It goes first, so a load that fails leaves no model. '}
              Answers that are being written {isSame ? 'break off.' : 'are waited for.'}
            </p>
          </Notice>
        )}
        <ModelFields
          {...shared}
          templates={templates.value?.data ?? []}
          drafts={drafts.value?.data.map(({ id }) => id) ?? []}
        />
        <MemoryFields {...shared} />
        <p class="field-hint">
          What is left empty is as the model’s own tabby_config.yml says, then as the server’s settings say.
        </p>
        <button type="submit" class="visually-hidden" tabIndex={-1} aria-hidden="true">
          Load
        </button>
      </form>
    </Dialog>
  )
}

import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { saveFile } from '../../ui/save-file.js'
import { Button } from '../../ui/button.js'
import { Select } from '../../ui/select.js'
import { TextField } from '../../ui/text-field.js'
import { applyPreset, readCurrentPreset } from './apply-preset.js'
import { presets, removePreset, savePreset } from './presets.js'
import { readPresetFile } from './read-preset-file.js'

/** The user's presets: choose, save, export, import and delete them. */
export function PresetPanel() {
  const chosen = useSignal('')
  const newName = useSignal<string | undefined>(undefined)
  const outcome = useSignal('')
  const chooser = useRef<HTMLInputElement>(null)
  const { model = '' } = connection.value
  const preset = presets.value.find(({ name }) => name === chosen.value)
  const choose = (name: string) => {
    chosen.value = name
    outcome.value = ''
    const found = presets.value.find((each) => each.name === name)
    if (!found) return
    applyPreset(found)
    if (found.model && found.model !== model) outcome.value = `It was made for ${found.model}.`
  }
  const save = (event: Event) => {
    event.preventDefault()
    const name = newName.value?.trim()
    if (!name) return
    savePreset(readCurrentPreset(name, model))
    chosen.value = name
    newName.value = undefined
    outcome.value = 'Saved.'
  }
  const load = async (file: File | undefined) => {
    if (!file) return
    try {
      const found = await readPresetFile(file)
      savePreset(found)
      choose(found.name)
      outcome.value = `${found.name} was imported.`
    } catch (error) {
      outcome.value = (error as Error).message
    }
  }
  return (
    <div class="preset-panel">
      <Select
        label="Preset"
        hint="System prompt, samplers and start of the reply under a name"
        value={chosen.value}
        choices={[{ value: '', label: 'None' }, ...presets.value.map(({ name }) => ({ value: name }))]}
        onChoice={choose}
      />
      {newName.value === undefined ? (
        <div class="preset-actions">
          <Button kind="quiet" onClick={() => (newName.value = chosen.value)}>
            Save as…
          </Button>
          <Button kind="quiet" onClick={() => chooser.current?.click()}>
            Import
          </Button>
          {preset ? (
            <>
              <Button
                kind="quiet"
                onClick={() =>
                  saveFile(`${preset.name}.json`, JSON.stringify({ format: 'tabby-preset', ...preset }, null, 2))
                }
              >
                Export
              </Button>
              <Button
                kind="quiet"
                onClick={() => {
                  removePreset(preset.name)
                  chosen.value = ''
                  outcome.value = 'Deleted.'
                }}
              >
                Delete
              </Button>
            </>
          ) : null}
        </div>
      ) : (
        <form class="preset-name" onSubmit={save}>
          <TextField label="Name of the preset" value={newName.value} onText={(text) => (newName.value = text)} />
          <Button type="submit" disabled={!newName.value.trim()}>
            Save
          </Button>
          <Button kind="quiet" onClick={() => (newName.value = undefined)}>
            Cancel
          </Button>
        </form>
      )}
      <input
        ref={chooser}
        class="visually-hidden"
        type="file"
        accept="application/json,.json,image/png"
        tabIndex={-1}
        aria-label="File with a preset or a character card"
        onChange={(event) => {
          void load(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <p class="field-hint" role="status">
        {outcome.value}
      </p>
    </div>
  )
}

import { useSignal } from '@preact/signals'
import { connection } from '../../connection/connection.js'
import { FileChooser } from '../../ui/file-chooser.js'
import { saveFile } from '../../ui/save-file.js'
import { Button } from '../../ui/button.js'
import { Select } from '../../ui/select.js'
import { TextField } from '../../ui/text-field.js'
import { settingsWords } from '../../words/settings-words.js'
import { savedPrompts, savePrompts } from '../library/saved-prompts.js'
import { applyPreset, readCurrentPreset } from './apply-preset.js'
import { presets, removePreset, savePreset } from './presets.js'
import { readPresetFile } from './read-preset-file.js'
import { writePresetFile } from './write-preset-file.js'

/** The user's presets: choose, save, export, import and delete them. */
export function PresetPanel() {
  const chosen = useSignal('')
  const newName = useSignal<string | undefined>(undefined)
  const outcome = useSignal('')
  const { model = '' } = connection.value
  const preset = presets.value.find(({ name }) => name === chosen.value)
  const choose = (name: string) => {
    chosen.value = name
    outcome.value = ''
    const found = presets.value.find((each) => each.name === name)
    if (!found) return
    applyPreset(found)
    if (found.model && found.model !== model) outcome.value = settingsWords.itWasMadeFor(found.model)
  }
  const save = (event: Event) => {
    event.preventDefault()
    const name = newName.value?.trim()
    if (!name) return
    savePreset(readCurrentPreset(name, model))
    chosen.value = name
    newName.value = undefined
    outcome.value = settingsWords.saved
  }
  const load = async (file: File) => {
    try {
      const found = await readPresetFile(file)
      for (const each of found.presets) savePreset(each)
      savePrompts(found.prompts)
      const [only, ...more] = found.presets
      if (only && more.length === 0) choose(only.name)
      outcome.value =
        only && more.length + found.prompts.length === 0
          ? settingsWords.wasImported(only.name)
          : settingsWords.wereImported(found.presets.length, found.prompts.length)
    } catch (error) {
      outcome.value = (error as Error).message
    }
  }
  return (
    <div class="preset-panel">
      <Select
        label={settingsWords.preset}
        hint={settingsWords.systemPromptSamplersAndStart}
        value={chosen.value}
        choices={[{ value: '', label: settingsWords.none }, ...presets.value.map(({ name }) => ({ value: name }))]}
        onChoice={choose}
      />
      {newName.value === undefined ? (
        <div class="preset-actions">
          <Button kind="quiet" onClick={() => (newName.value = chosen.value)}>
            {settingsWords.saveAs}
          </Button>
          <FileChooser
            label={settingsWords.fileWithAPresetOr}
            accept="application/json,.json,image/png"
            onFiles={([file]) => void load(file!)}
          >
            {settingsWords.import}
          </FileChooser>
          {preset ? (
            <>
              <Button
                kind="quiet"
                onClick={() =>
                  saveFile(`${preset.name}.json`, JSON.stringify({ format: 'tabby-preset', ...preset }, null, 2))
                }
              >
                {settingsWords.export}
              </Button>
              <Button
                kind="quiet"
                onClick={() => {
                  removePreset(preset.name)
                  chosen.value = ''
                  outcome.value = settingsWords.deleted
                }}
              >
                {settingsWords.delete}
              </Button>
            </>
          ) : null}
          {presets.value.length + savedPrompts.value.length ? (
            <Button
              kind="quiet"
              title={settingsWords.exportAllHint}
              onClick={() => saveFile('presets.json', writePresetFile(presets.value, savedPrompts.value))}
            >
              {settingsWords.exportAll}
            </Button>
          ) : null}
        </div>
      ) : (
        <form class="preset-name" onSubmit={save}>
          <TextField
            label={settingsWords.nameOfThePreset}
            value={newName.value}
            onText={(text) => (newName.value = text)}
          />
          <Button type="submit" disabled={!newName.value.trim()}>
            {settingsWords.save}
          </Button>
          <Button kind="quiet" onClick={() => (newName.value = undefined)}>
            {settingsWords.cancel}
          </Button>
        </form>
      )}
      <p class="field-hint" role="status">
        {outcome.value}
      </p>
    </div>
  )
}

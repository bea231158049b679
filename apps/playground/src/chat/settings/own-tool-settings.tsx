import { useSignal } from '@preact/signals'
import { Suspense } from 'preact/compat'
import { fetchLater } from '../../shell/fetch-later.js'
import { Button } from '../../ui/button.js'
import { Checkbox } from '../../ui/checkbox.js'
import { toolWords } from '../../words/tool-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import type { OwnTool } from '../tools/own-tool.js'
import { ownTools } from '../tools/own-tools.js'

const OwnToolEditor = fetchLater(() => import('./own-tool-editor.js').then((loaded) => loaded.OwnToolEditor))

/** The tools that the user has written: which the model may call, and a way to write others. */
export function OwnToolSettings() {
  const edited = useSignal<OwnTool | 'new' | undefined>(undefined)
  const { tools, usesSchema } = chatSettings.value
  const toggle = (name: string, isOn: boolean) =>
    changeChatSettings({ tools: isOn ? [...tools, name] : tools.filter((each) => each !== name) })
  return (
    <fieldset>
      <legend>{toolWords.toolsOfYourOwn}</legend>
      {ownTools.value.map((tool) => (
        <div key={tool.name} class="own-tool">
          <Checkbox
            label={tool.name}
            checked={tools.includes(tool.name)}
            disabled={usesSchema}
            onToggle={(isOn) => toggle(tool.name, isOn)}
          />
          <Button kind="quiet" label={toolWords.editTool(tool.name)} onClick={() => (edited.value = tool)}>
            {toolWords.edit}
          </Button>
        </div>
      ))}
      <div class="preset-actions">
        <Button kind="quiet" aria-haspopup="dialog" onClick={() => (edited.value = 'new')}>
          {toolWords.addATool}
        </Button>
      </div>
      {edited.value ? (
        <Suspense fallback={null}>
          <OwnToolEditor
            {...(edited.value === 'new' ? {} : { tool: edited.value })}
            onClose={() => (edited.value = undefined)}
          />
        </Suspense>
      ) : null}
    </fieldset>
  )
}

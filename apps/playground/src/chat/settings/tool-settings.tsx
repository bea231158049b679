import { Checkbox } from '../../ui/checkbox.js'
import { settingsWords } from '../../words/settings-words.js'
import { toolWords } from '../../words/tool-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { builtInTools } from '../tools/built-in-tools.js'

/** Which tools the model may call, and whether the user is asked first. */
export function ToolSettings() {
  const { tools, asksBeforeCalls, usesSchema } = chatSettings.value
  const toggle = (name: string, isOn: boolean) =>
    changeChatSettings({ tools: isOn ? [...tools, name] : tools.filter((each) => each !== name) })
  return (
    <fieldset>
      <legend>{settingsWords.tools}</legend>
      {builtInTools.map(({ label, tool }) => (
        <Checkbox
          key={label}
          label={label}
          checked={tools.includes(tool.function.name)}
          disabled={usesSchema}
          onToggle={(isOn) => toggle(tool.function.name, isOn)}
        />
      ))}
      <Checkbox
        label={settingsWords.askBeforeEachCall}
        hint={toolWords.theyAlwaysAsk}
        checked={asksBeforeCalls}
        onToggle={(isOn) => changeChatSettings({ asksBeforeCalls: isOn })}
      />
      {usesSchema ? <p class="field-hint">{settingsWords.notAvailableWithAJson}</p> : null}
    </fieldset>
  )
}

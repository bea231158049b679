import './settings.css'
import { Checkbox } from '../../ui/checkbox.js'
import { Select } from '../../ui/select.js'
import { TextArea } from '../../ui/text-area.js'
import { TextField } from '../../ui/text-field.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { current, updateConversation } from '../state/conversations.js'
import { samplerIssues } from '../state/send-obstacle.js'
import { PresetPanel } from '../presets/preset-panel.js'
import { ExtraSettings } from './extra-settings.js'
import { SamplerPanel } from './sampler-panel.js'
import { SchemaSettings } from './schema-settings.js'
import { ToolSettings } from './tool-settings.js'

const thinking = [
  { value: 'default', label: 'Model default' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const

/** How replies are generated: system prompt, samplers, tools, schema. */
export function SettingsPanel() {
  const settings = chatSettings.value
  const { id, system } = current.value
  return (
    <aside class="chat-side chat-settings" aria-label="Settings">
      <PresetPanel />
      <TextArea
        label="System prompt"
        hint="For this conversation"
        value={system}
        rows={3}
        placeholder="You are a helpful assistant."
        onText={(text) => updateConversation(id, (conversation) => ({ ...conversation, system: text }))}
      />
      <TextField
        label="Start of the reply"
        hint="Each reply begins with these words, and the model continues them (response_prefix)"
        value={settings.prefix}
        onText={(prefix) => changeChatSettings({ prefix })}
      />
      <SamplerPanel samplers={settings.samplers} issues={samplerIssues.value} />
      <ExtraSettings />
      <Select
        label="Reasoning"
        value={settings.thinking}
        choices={thinking}
        onChoice={(value) => changeChatSettings({ thinking: value })}
      />
      <Checkbox
        label="Token probabilities"
        hint="Adds a button below each reply"
        checked={settings.showsChances}
        onToggle={(showsChances) => changeChatSettings({ showsChances })}
      />
      <Checkbox
        label="Leave out the oldest messages"
        hint="When a conversation no longer fits into the context"
        checked={settings.leavesOut}
        onToggle={(leavesOut) => changeChatSettings({ leavesOut })}
      />
      <ToolSettings />
      <SchemaSettings />
    </aside>
  )
}

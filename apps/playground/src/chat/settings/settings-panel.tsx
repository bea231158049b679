import { checkSamplerParams } from '@tabby/sampling'
import { Checkbox } from '../../ui/checkbox.js'
import { Select } from '../../ui/select.js'
import { TextArea } from '../../ui/text-area.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { current, updateConversation } from '../state/conversations.js'
import { readSamplerParams } from './read-sampler-params.js'
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
  const issues = checkSamplerParams(readSamplerParams(settings.samplers))
  const { id, system } = current.value
  return (
    <aside class="chat-side chat-settings" aria-label="Settings">
      <TextArea
        label="System prompt"
        hint="For this conversation"
        value={system}
        rows={3}
        placeholder="You are a helpful assistant."
        onText={(text) => updateConversation(id, (conversation) => ({ ...conversation, system: text }))}
      />
      <SamplerPanel samplers={settings.samplers} issues={issues} />
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
      <ToolSettings />
      <SchemaSettings />
    </aside>
  )
}

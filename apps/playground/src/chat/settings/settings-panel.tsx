import './settings.css'
import { Checkbox } from '../../ui/checkbox.js'
import { Select } from '../../ui/select.js'
import { TextArea } from '../../ui/text-area.js'
import { TextField } from '../../ui/text-field.js'
import { settingsWords } from '../../words/settings-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { current, updateConversation } from '../state/conversations.js'
import { samplerIssues } from '../state/send-obstacle.js'
import { PresetPanel } from '../presets/preset-panel.js'
import { McpSettings } from '../mcp/mcp-settings.js'
import { ExtraSettings } from './extra-settings.js'
import { OwnToolSettings } from './own-tool-settings.js'
import { SamplerPanel } from './sampler-panel.js'
import { SchemaSettings } from './schema-settings.js'
import { ToolSettings } from './tool-settings.js'

const thinking = [
  { value: 'default', label: settingsWords.modelDefault },
  { value: 'on', label: settingsWords.on },
  { value: 'off', label: settingsWords.off },
] as const

/** How replies are generated: system prompt, samplers, tools, schema. */
export function SettingsPanel() {
  const settings = chatSettings.value
  const { id, system } = current.value
  return (
    <aside class="chat-side chat-settings" aria-label={settingsWords.settings}>
      <PresetPanel />
      <TextArea
        label={settingsWords.systemPrompt}
        hint={settingsWords.forThisConversation}
        value={system}
        rows={3}
        placeholder={settingsWords.youAreAHelpfulAssistant}
        onText={(text) => updateConversation(id, (conversation) => ({ ...conversation, system: text }))}
      />
      <TextField
        label={settingsWords.startOfTheReply}
        hint={settingsWords.eachReplyBeginsWithThese}
        value={settings.prefix}
        onText={(prefix) => changeChatSettings({ prefix })}
      />
      <SamplerPanel samplers={settings.samplers} issues={samplerIssues.value} />
      <ExtraSettings />
      <Select
        label={settingsWords.reasoning}
        value={settings.thinking}
        choices={thinking}
        onChoice={(value) => changeChatSettings({ thinking: value })}
      />
      <Checkbox
        label={settingsWords.tokenProbabilities}
        hint={settingsWords.addsAButtonBelowEach}
        checked={settings.showsChances}
        onToggle={(showsChances) => changeChatSettings({ showsChances })}
      />
      <Checkbox
        label={settingsWords.leaveOutTheOldestMessages}
        hint={settingsWords.whenAConversationNoLonger}
        checked={settings.leavesOut}
        onToggle={(leavesOut) => changeChatSettings({ leavesOut })}
      />
      <ToolSettings />
      <OwnToolSettings />
      <McpSettings />
      <SchemaSettings />
    </aside>
  )
}

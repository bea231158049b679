import { TextArea } from '../../ui/text-area.js'
import { settingsWords } from '../../words/settings-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { samplerIssues } from '../state/send-obstacle.js'
import { readExtraParams } from './read-extra-params.js'

/** Any other parameter of the request, as JSON. */
export function ExtraSettings() {
  const { extra } = chatSettings.value
  const reading = readExtraParams(extra)
  const names = 'params' in reading && reading.params ? Object.keys(reading.params) : []
  const found = samplerIssues.value.filter(({ field }) => names.includes(field))
  const issue = 'issue' in reading ? reading.issue : found.map(({ field, advice }) => `${field}: ${advice}`).join(' ')
  return (
    <TextArea
      label={settingsWords.anyOtherParameter}
      hint={settingsWords.asJsonSentAsIt}
      issue={issue || undefined}
      rows={2}
      spellcheck={false}
      value={extra}
      onText={(text) => changeChatSettings({ extra: text })}
    />
  )
}

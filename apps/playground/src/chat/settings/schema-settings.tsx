import { Checkbox } from '../../ui/checkbox.js'
import { TextArea } from '../../ui/text-area.js'
import { settingsWords } from '../../words/settings-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { readJsonSchema } from './read-json-schema.js'

/** Makes replies match a JSON schema. */
export function SchemaSettings() {
  const { usesSchema, schema } = chatSettings.value
  const reading = readJsonSchema(schema)
  return (
    <fieldset>
      <legend>{settingsWords.structuredOutput}</legend>
      <Checkbox
        label={settingsWords.replyWithJsonThatMatches}
        checked={usesSchema}
        onToggle={(isOn) => changeChatSettings({ usesSchema: isOn })}
      />
      {usesSchema ? (
        <TextArea
          label={settingsWords.jsonSchema}
          hint={settingsWords.describeWhatYouWantIn}
          issue={'issue' in reading ? reading.issue : undefined}
          value={schema}
          rows={12}
          spellcheck={false}
          onText={(text) => changeChatSettings({ schema: text })}
        />
      ) : null}
    </fieldset>
  )
}

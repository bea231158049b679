import { Checkbox } from '../../ui/checkbox.js'
import { TextArea } from '../../ui/text-area.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { readJsonSchema } from './read-json-schema.js'

/** Makes replies match a JSON schema. */
export function SchemaSettings() {
  const { usesSchema, schema } = chatSettings.value
  const reading = readJsonSchema(schema)
  return (
    <fieldset>
      <legend>Structured output</legend>
      <Checkbox
        label="Reply with JSON that matches a schema"
        checked={usesSchema}
        onToggle={(isOn) => changeChatSettings({ usesSchema: isOn })}
      />
      {usesSchema ? (
        <TextArea
          label="JSON schema"
          hint="Describe what you want in your message: the model does not see the descriptions in the schema."
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

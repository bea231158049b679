import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { TextArea } from '../../ui/text-area.js'
import { TextField } from '../../ui/text-field.js'
import { toolWords } from '../../words/tool-words.js'
import { changeChatSettings, chatSettings } from '../state/chat-settings.js'
import { isBuiltIn } from '../tools/collect-tools.js'
import { isToolName, longestTimeLimit, type OwnTool } from '../tools/own-tool.js'
import { ownTools, removeOwnTool, saveOwnTool } from '../tools/own-tools.js'
import { OwnToolTrial } from './own-tool-trial.js'
import { readJsonSchema } from './read-json-schema.js'

const example: OwnTool = {
  name: 'reverse_text',
  description: 'Reverses a text',
  schema: JSON.stringify({ type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }, null, 2),
  code: "return [...args.text].reverse().join('')",
  timeLimit: 10,
}

/** Writes a tool, or changes one. */
export function OwnToolEditor({ tool, onClose }: { tool?: OwnTool; onClose: () => void }) {
  const draft = useSignal(tool ?? example)
  const limit = useSignal(String(draft.peek().timeLimit))
  const { name, description, schema, code } = draft.value
  const change = (changed: Partial<OwnTool>) => (draft.value = { ...draft.value, ...changed })
  const timeLimit = Number(limit.value)
  const reading = readJsonSchema(schema)
  const isTaken = isBuiltIn(name) || ownTools.value.some((each) => each.name === name && name !== tool?.name)
  const nameIssue = isTaken ? toolWords.nameIsTaken : isToolName(name) ? undefined : toolWords.nameIssue
  const schemaIssue = 'issue' in reading ? reading.issue : undefined
  const limitIssue =
    timeLimit >= 1 && timeLimit <= longestTimeLimit ? undefined : toolWords.timeLimitIssue(longestTimeLimit)
  const isWrong = (nameIssue ?? schemaIssue ?? limitIssue) !== undefined
  const turn = (without: string, ...added: string[]) =>
    changeChatSettings({ tools: [...chatSettings.value.tools.filter((each) => each !== without), ...added] })
  const save = () => {
    saveOwnTool({ ...draft.value, timeLimit }, tool?.name)
    if (!tool || chatSettings.value.tools.includes(tool.name)) turn(tool?.name ?? name, name)
    onClose()
  }
  const remove = () => {
    removeOwnTool(name)
    turn(name)
    onClose()
  }
  return (
    <Dialog
      title={tool ? toolWords.editATool : toolWords.newTool}
      onClose={onClose}
      actions={
        <>
          {tool ? (
            <Button kind="danger" onClick={remove}>
              {toolWords.delete}
            </Button>
          ) : null}
          <Button onClick={onClose}>{toolWords.cancel}</Button>
          <Button kind="primary" disabled={isWrong} onClick={save}>
            {toolWords.save}
          </Button>
        </>
      }
    >
      <div class="own-tool-editor">
        <TextField
          label={toolWords.name}
          hint={toolWords.nameHint}
          issue={nameIssue}
          value={name}
          spellcheck={false}
          onText={(text) => change({ name: text })}
        />
        <TextField
          label={toolWords.description}
          hint={toolWords.descriptionHint}
          value={description}
          onText={(text) => change({ description: text })}
        />
        <TextArea
          label={toolWords.parameters}
          hint={toolWords.parametersHint}
          issue={schemaIssue}
          value={schema}
          rows={7}
          spellcheck={false}
          onText={(text) => change({ schema: text })}
        />
        <TextArea
          label={toolWords.code}
          hint={toolWords.codeHint}
          value={code}
          rows={7}
          spellcheck={false}
          onText={(text) => change({ code: text })}
        />
        <TextField
          label={toolWords.timeLimit}
          issue={limitIssue}
          value={limit.value}
          inputMode="numeric"
          onText={(text) => (limit.value = text)}
        />
        <OwnToolTrial code={code} timeLimit={limitIssue ? 1 : timeLimit} />
      </div>
    </Dialog>
  )
}

import './prompt-library.css'
import { useSignal } from '@preact/signals'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Icon } from '../../ui/icon.js'
import { TextArea } from '../../ui/text-area.js'
import { TextField } from '../../ui/text-field.js'
import { chatWords } from '../../words/chat-words.js'
import { changeDraft, draft } from '../state/drafts.js'
import { toPromptName } from './saved-prompt.js'
import { removePrompt, savedPrompts, savePrompts } from './saved-prompts.js'

/** The saved prompts: insert, add, change and delete them. A new one begins with what is written in the message. */
export function PromptLibrary({ onClose }: { onClose: () => void }) {
  const name = useSignal('')
  const text = useSignal(draft.peek().text)
  const written = toPromptName(name.value)
  const isKnown = savedPrompts.value.some((each) => each.name === written)
  const save = (event: Event) => {
    event.preventDefault()
    if (!written || !text.value.trim()) return
    savePrompts([{ name: written, text: text.value }])
    name.value = ''
    text.value = ''
  }
  return (
    <Dialog
      title={chatWords.savedPrompts}
      onClose={onClose}
      actions={<Button onClick={onClose}>{chatWords.close}</Button>}
    >
      <div class="prompt-library">
        {savedPrompts.value.length === 0 ? <p>{chatWords.noPromptsYet}</p> : null}
        <ul aria-label={chatWords.savedPrompts}>
          {savedPrompts.value.map((prompt) => (
            <li key={prompt.name}>
              <button
                type="button"
                class="prompt-library-insert"
                title={chatWords.insertPrompt(prompt.name)}
                onClick={() => {
                  changeDraft({ text: prompt.text })
                  onClose()
                }}
              >
                <strong>/{prompt.name}</strong>
                <span>{prompt.text}</span>
              </button>
              <Button
                kind="quiet"
                label={chatWords.changePrompt(prompt.name)}
                onClick={() => {
                  name.value = prompt.name
                  text.value = prompt.text
                }}
              >
                <Icon name="pencil" />
              </Button>
              <Button
                kind="quiet"
                label={chatWords.deletePrompt(prompt.name)}
                onClick={() => removePrompt(prompt.name)}
              >
                <Icon name="cross" />
              </Button>
            </li>
          ))}
        </ul>
        <form onSubmit={save}>
          <TextField
            label={chatWords.promptName}
            hint={chatWords.promptNameHint}
            value={name.value}
            onText={(typed) => (name.value = typed)}
          />
          <TextArea label={chatWords.promptText} rows={4} value={text.value} onText={(typed) => (text.value = typed)} />
          <Button type="submit" disabled={!written || !text.value.trim()}>
            {isKnown ? chatWords.replacePrompt : chatWords.savePrompt}
          </Button>
        </form>
      </div>
    </Dialog>
  )
}

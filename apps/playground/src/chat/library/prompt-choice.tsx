import { chatWords } from '../../words/chat-words.js'
import type { SavedPrompt } from './saved-prompt.js'

/** Id of the list, for the field that controls it. */
export const promptChoiceId = 'prompt-choice'

/** Id of a prompt in the list. */
export const toPromptOptionId = (place: number): string => `${promptChoiceId}-${place}`

/** Props of the list of prompts. */
export interface PromptChoiceProps {
  prompts: readonly SavedPrompt[]
  /** The one that Enter takes. */
  at: number
  onChoose: (prompt: SavedPrompt) => void
}

/** The saved prompts that fit what is typed after `/`. The focus stays in the message. */
export function PromptChoice({ prompts, at, onChoose }: PromptChoiceProps) {
  return (
    <ul id={promptChoiceId} class="prompt-choice" role="listbox" aria-label={chatWords.savedPrompts}>
      {prompts.map((prompt, place) => (
        <li
          key={prompt.name}
          id={toPromptOptionId(place)}
          role="option"
          aria-selected={place === at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(prompt)}
        >
          <strong>/{prompt.name}</strong> <span>{prompt.text}</span>
        </li>
      ))}
    </ul>
  )
}

import type { TabbyClient } from '@tabby/core'
import { connection } from '../../connection/connection.js'
import { askQuestion } from '../state/ask-question.js'

const ideas = [
  'Explain how a transformer model reads a sentence',
  'Write a haiku about a cat that guards a server',
  'Compare three ways to sort a list, in a table',
]

/** Shown while a conversation is empty. */
export function Welcome({ client }: { client: TabbyClient }) {
  const { model, report } = connection.value
  const isMissing = report?.problems.some(({ code }) => code === 'no_model') ?? false
  return (
    <div class="welcome">
      <p class="welcome-title">
        {isMissing ? 'No model is loaded' : `What would you like to ask${model ? ` ${model}` : ''}?`}
      </p>
      {isMissing ? <p>Choose one at the top of the chat.</p> : null}
      <ul class="welcome-ideas">
        {ideas.map((idea) => (
          <li key={idea}>
            <button
              type="button"
              class="welcome-idea"
              onClick={() => void askQuestion(client, { text: idea, images: [], parent: '' })}
            >
              {idea}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

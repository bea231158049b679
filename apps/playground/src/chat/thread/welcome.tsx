import type { TabbyClient } from '@tabby/core'
import { connection } from '../../connection/connection.js'
import { threadWords } from '../../words/thread-words.js'
import { askQuestion } from '../state/ask-question.js'

const ideas = [
  threadWords.explainHowATransformerModel,
  threadWords.writeAHaikuAboutA,
  threadWords.compareThreeWaysToSort,
]

/** Shown while a conversation is empty. */
export function Welcome({ client }: { client: TabbyClient }) {
  const { model, report } = connection.value
  const isMissing = report?.problems.some(({ code }) => code === 'no_model') ?? false
  return (
    <div class="welcome">
      <p class="welcome-title">{isMissing ? threadWords.noModelIsLoaded : threadWords.whatWouldYouLikeToAsk(model)}</p>
      {isMissing ? <p>{threadWords.chooseOneAtTheTop}</p> : null}
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

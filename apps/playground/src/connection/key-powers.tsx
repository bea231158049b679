import { connectionWords } from '../words/connection-words.js'
import { connection } from './connection.js'

const powers = [
  { title: connectionWords.chatCompletionsTokensAnd, isForAll: true },
  { title: connectionWords.seeWhichModelIsLoaded, isForAll: true },
  { title: connectionWords.seeEveryModelTemplateAnd, isForAll: false },
  { title: connectionWords.loadAndUnloadModelsLoras, isForAll: false },
  { title: connectionWords.downloadModelsAndSwitchSampler, isForAll: false },
] as const

/** Shows what the key may do, before the user tries. */
export function KeyPowers() {
  const { permission } = connection.value
  if (permission === undefined) return null
  return (
    <section class="key-powers" aria-labelledby="key-powers">
      <h2 id="key-powers">{connectionWords.permissionsOfThisKey}</h2>
      <ul>
        {powers.map(({ title, isForAll }) => {
          const isAllowed = isForAll || permission === 'admin'
          return (
            <li key={title} class={isAllowed ? 'key-power' : 'key-power key-power-refused'}>
              <span class="key-power-sign" aria-hidden="true">
                {isAllowed ? '✓' : '–'}
              </span>
              <span>
                {title}
                {isAllowed ? null : <span class="field-hint"> {connectionWords.needsTheAdminKey}</span>}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

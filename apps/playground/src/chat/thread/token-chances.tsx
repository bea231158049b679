import { useState } from 'preact/hooks'
import type { TokenChance } from '../conversation/conversation.js'

/** The tokens of a text, the improbable ones marked. Pointing at one, or focusing it, shows the alternatives. */
export function TokenChances({ tokens }: { tokens: readonly TokenChance[] }) {
  const [place, setPlace] = useState(0)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -place, End: tokens.length - 1 - place }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(tokens.length - 1, place + step))
    setPlace(next)
    ;(event.currentTarget as HTMLElement).children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const token = tokens[Math.min(place, tokens.length - 1)]
  return (
    <div class="chances">
      <div
        class="chances-text"
        tabIndex={0}
        role="slider"
        aria-label="Token"
        aria-valuemin={1}
        aria-valuemax={tokens.length}
        aria-valuenow={place + 1}
        aria-valuetext={token ? describe(token) : ''}
        onKeyDown={onKeyDown}
      >
        {tokens.map(({ token: text, probability }, each) => (
          <span
            key={each}
            class={`chance chance-${toLevel(probability)}${each === place ? ' chance-here' : ''}`}
            onMouseEnter={() => setPlace(each)}
            onClick={() => setPlace(each)}
          >
            {text}
          </span>
        ))}
      </div>
      {token ? (
        <table class="chances-table">
          <caption>
            <code>{JSON.stringify(token.token)}</code> {toPercent(token.probability)}
          </caption>
          <tbody>
            {token.others.map((other, each) => (
              <tr key={each}>
                <th scope="row">
                  <code>{JSON.stringify(other.token)}</code>
                </th>
                <td>{toPercent(other.probability)}</td>
                <td class="chances-bar">
                  <span style={{ width: `${other.probability * 100}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  )
}

const toLevel = (probability: number) => (probability > 0.8 ? 'high' : probability > 0.4 ? 'middle' : 'low')

const toPercent = (probability: number) => `${(probability * 100).toFixed(probability < 0.1 ? 1 : 0)} %`

const describe = ({ token, probability, others }: TokenChance) =>
  [
    `${token} ${toPercent(probability)}`,
    ...others.map((other) => `${other.token} ${toPercent(other.probability)}`),
  ].join(', ')

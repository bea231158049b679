import './token-chances.css'
import { useState } from 'preact/hooks'
import { Button } from '../../ui/button.js'
import { threadWords } from '../../words/thread-words.js'
import type { TokenChance } from '../conversation/conversation.js'

/** Props of the tokens of a text. */
export interface TokenChancesProps {
  tokens: readonly TokenChance[]
  /** Continues after the token at this place, or after another one in its place; absent where nothing can be continued. */
  onContinue?: (place: number, token: string) => void
}

/** The tokens of a text, the improbable ones marked. Pointing at one, or focusing it, shows the alternatives. */
export function TokenChances({ tokens, onContinue }: TokenChancesProps) {
  const [place, setPlace] = useState(0)
  // What was clicked stays while the pointer moves on to the buttons of its table.
  const [isHeld, setHeld] = useState(false)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -place, End: tokens.length - 1 - place }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(tokens.length - 1, place + step))
    setPlace(next)
    ;(event.currentTarget as HTMLElement).children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const here = Math.min(place, tokens.length - 1)
  const token = tokens[here]
  return (
    <div class="chances">
      <div
        class="chances-text"
        tabIndex={0}
        role="slider"
        aria-label={threadWords.token}
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
            onMouseEnter={() => (isHeld ? undefined : setPlace(each))}
            onClick={() => {
              setHeld(!(isHeld && each === place))
              setPlace(each)
            }}
          >
            {text}
          </span>
        ))}
      </div>
      {token ? (
        <table class="chances-table">
          <caption>
            <code>{JSON.stringify(token.token)}</code> {toPercent(token.probability)}
            {onContinue ? (
              <Button kind="quiet" onClick={() => onContinue(here, token.token)}>
                {threadWords.continueFromHere}
              </Button>
            ) : null}
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
                {onContinue ? (
                  <td>
                    {other.token === token.token ? null : (
                      <Button
                        kind="quiet"
                        label={threadWords.continueWith(JSON.stringify(other.token))}
                        onClick={() => onContinue(here, other.token)}
                      >
                        {threadWords.continue}
                      </Button>
                    )}
                  </td>
                ) : null}
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

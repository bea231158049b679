import { CopyButton } from '../ui/copy-button.js'
import { inspectorWords } from '../words/inspector-words.js'
import type { Exchange } from './exchange.js'
import { exchangeTick } from './exchange-log.js'
import { formatDuration } from './format-duration.js'
import { readEvents } from './read-events.js'

/** Events at the end of a long stream that are shown: each is an element, and thousands of them would be slow. */
const mostEvents = 100

/** Shows the request and the response. */
export function WireView({ exchange }: { exchange: Exchange }) {
  void exchangeTick.value
  const { method, path, baseUrl, requestHeaders, requestBody, status, responseHeaders, pieces } = exchange
  const text = () => pieces.map((piece) => piece.text).join('')
  const isStream = responseHeaders.some(([name, value]) => name === 'content-type' && value.includes('event-stream'))
  return (
    <div class="wire">
      <h3>{inspectorWords.request}</h3>
      <pre>
        {`${method} ${baseUrl}${path}\n`}
        {writeHeaders(requestHeaders)}
      </pre>
      {requestBody === undefined ? null : <Body text={requestBody} />}
      <h3>{inspectorWords.response}</h3>
      <pre>
        {status === undefined ? (exchange.failure ?? inspectorWords.noneYet) : `${status}\n`}
        {writeHeaders(responseHeaders)}
      </pre>
      {isStream ? <Events exchange={exchange} /> : pieces.length > 0 ? <Body text={text()} /> : null}
      {exchange.failure && status !== undefined ? <p class="exchange-bad">{exchange.failure}</p> : null}
      {exchange.droppedLength > 0 ? <p>{inspectorWords.moreCharactersWereNotKept(exchange.droppedLength)}</p> : null}
    </div>
  )
}

function writeHeaders(headers: Exchange['requestHeaders']): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function Body({ text }: { text: string }) {
  return (
    <div class="inspector-code">
      <CopyButton text={() => text} />
      <pre>{writeIndented(text)}</pre>
    </div>
  )
}

function writeIndented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function Events({ exchange }: { exchange: Exchange }) {
  void exchangeTick.value
  const events = readEvents(exchange.pieces)
  const left = Math.max(0, events.length - mostEvents)
  return (
    <div class="inspector-code">
      <CopyButton text={() => exchange.pieces.map(({ text }) => text).join('')} />
      {left > 0 ? <p class="wire-left">{inspectorWords.theFirstEventsAreNot(left)}</p> : null}
      <ol class="wire-events" start={left + 1}>
        {events.slice(left).map(({ at, text }, index) => (
          <li key={left + index}>
            <span class="wire-at">{formatDuration(at)}</span>
            <code>{text}</code>
          </li>
        ))}
      </ol>
    </div>
  )
}

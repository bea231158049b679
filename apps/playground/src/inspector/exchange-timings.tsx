import { inspectorWords } from '../words/inspector-words.js'
import { shellWords } from '../words/shell-words.js'
import type { Exchange } from './exchange.js'
import { exchangeTick } from './exchange-log.js'
import { formatDuration } from './format-duration.js'
import { readEvents } from './read-events.js'

/** How long each part of an exchange took. */
export function ExchangeTimings({ exchange }: { exchange: Exchange }) {
  void exchangeTick.value
  const { headersAfter, firstByteAfter, endedAfter, pieces, startedAt, keptLength, droppedLength } = exchange
  const events = readEvents(pieces).filter(({ text }) => !text.startsWith(':'))
  const last = endedAfter ?? pieces.at(-1)?.at ?? headersAfter ?? 0
  const first = firstByteAfter ?? headersAfter ?? last
  const parts = [
    { name: inspectorWords.untilTheHeaders, title: inspectorWords.waitingForHeaders, time: headersAfter ?? last },
    {
      name: inspectorWords.untilTheFirstByte,
      title: inspectorWords.waitingForTheFirstByte,
      time: first - (headersAfter ?? first),
    },
    { name: 'receiving', title: inspectorWords.receiving, time: last - first },
  ]
  const rate = events.length > 2 && last > first ? (events.length - 1) / ((last - first) / 1000) : undefined
  const rows: [string, string][] = [
    [inspectorWords.sent, startedAt.toLocaleTimeString()],
    ...parts.map(({ title, time }): [string, string] => [title, formatDuration(time)]),
    [inspectorWords.total, endedAfter === undefined ? inspectorWords.inProgress : formatDuration(endedAfter)],
    [inspectorWords.size, inspectorWords.characters((keptLength + droppedLength).toLocaleString(shellWords.locale))],
    ...(events.length > 1
      ? [[inspectorWords.events, events.length.toLocaleString(shellWords.locale)] as [string, string]]
      : []),
    ...(rate === undefined ? [] : [[inspectorWords.eventsPerSecond, rate.toFixed(1)] as [string, string]]),
  ]
  return (
    <div class="timings">
      <div class="timings-bar" aria-hidden="true">
        {parts.map(({ name, time }, index) => (
          <span key={name} class={`timings-part timings-part-${index}`} style={{ flexGrow: Math.max(time, 0) }} />
        ))}
      </div>
      <dl class="timings-table">
        {rows.map(([title, value], index) => (
          <div key={title}>
            <dt>
              {index >= 1 && index <= 3 ? <span class={`timings-dot timings-part-${index - 1}`} /> : null}
              {title}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

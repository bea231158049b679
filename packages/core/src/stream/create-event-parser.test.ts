import { createParser } from 'eventsource-parser'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventParser } from './create-event-parser.js'

const maxEventSize = 1_000_000

function parse(pieces: readonly string[], limit = maxEventSize) {
  const events: [data: string, name: string][] = []
  let tooLarge = 0
  const onEvent = (data: string, name: string) => void events.push([data, name])
  const feed = createEventParser({ maxEventSize: limit, onEvent, onTooLarge: () => void tooLarge++ })
  for (const piece of pieces) feed(piece)
  return { events, tooLarge }
}

/** A parser that others wrote, as a judge. */
function judge(text: string) {
  const events: [data: string, name: string][] = []
  const parser = createParser({ onEvent: ({ data, event = '' }) => void events.push([data, event]) })
  parser.feed(text)
  return events
}

const line = fc.oneof(
  fc.constantFrom('', '', 'data', 'data:', 'data: a', 'data:  b', 'dataset: x', 'event: error', 'event', 'event:'),
  fc.constantFrom(': ping', ':', 'id: 1', 'retry: x', 'retry: 5', 'nonsense', 'data : x', ' data: x', 'events: y'),
)
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
  // A line end that could be the first half of another is left open by one parser and not by the other.
  .map((lines) => `${lines.map((parts) => parts.join('')).join('')}\n`)

test('it finds what another parser finds, however the text is cut into pieces', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(200), { maxLength: 8 }), (stream, cuts) => {
      const places = [0, ...cuts.filter((cut) => cut < stream.length).sort((one, other) => one - other), stream.length]
      const pieces = places.slice(1).map((end, place) => stream.slice(places[place], end))
      expect(parse(pieces).events).toEqual(judge(stream))
      expect(parse([...stream]).events).toEqual(judge(stream))
    }),
    { numRuns: 500 },
  )
})

test('an event of the largest size is read, and one character more is not', () => {
  const data = 'x'.repeat(100)
  expect(parse([`data:${data}\n`, '\n'], 100)).toEqual({ events: [[data, '']], tooLarge: 0 })
  expect(parse([`data:${data}x\n`, '\n\ndata: a\n\n'], 100)).toEqual({ events: [], tooLarge: 1 })
  expect(parse(['id:', 'x'.repeat(98)], 100).tooLarge).toBe(1)
})

test.each([':\n', ':\r', 'x\n', 'x\r\n', 'retry: x\n', '\r', 'id: 1\n', `${':\r'.repeat(30_000)}\n`, 'data:\n\n'])(
  'a megabyte of lines such as %j takes a time that nobody notices',
  (meaningless) => {
    const piece = meaningless.repeat(Math.ceil(65_536 / meaningless.length))
    const begin = performance.now()
    parse(Array.from({ length: 16 }, () => piece))
    // 20 to 100 ms; with an error for each line it was a second, and more on a busy machine.
    expect(performance.now() - begin).toBeLessThan(700)
  },
)

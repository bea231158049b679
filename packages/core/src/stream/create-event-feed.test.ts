import { createParser } from 'eventsource-parser'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEventFeed } from './create-event-feed.js'

function parse(texts: readonly string[], maxEventSize = 1_000_000) {
  const events: [data: string, name: string][] = []
  const feed = createEventFeed({
    request: { path: '/v1/x' },
    maxEventSize,
    onEvent: (...event) => void events.push(event),
  })
  for (const text of texts) feed(text)
  return events
}

/** What the parser finds by itself, when all of a stream comes at once. */
function judge(text: string) {
  const events: [data: string, name: string][] = []
  const parser = createParser({ onEvent: ({ data, event = '' }) => void events.push([data, event]) })
  parser.feed(text)
  return events
}

const line = fc.oneof(
  fc.constantFrom('', '', 'data', 'data:', 'data: a', 'data:  b', 'dataset: x', 'event: error', 'event', 'event:'),
  fc.constantFrom(': ping', ':', 'id: 1', 'retry: x', 'retry: 5', 'nonsense', 'data : x', ' data: x', 'events: y'),
  fc.constant(`data: ${'x'.repeat(4090)}`),
)
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 })
  // The parser leaves a CR at the end open, because it could be the first half of a line end.
  .map((lines) => `${lines.map((parts) => parts.join('')).join('')}\n`)

test('it finds the same events, however the text is cut', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(200), { maxLength: 8 }), (stream, cuts) => {
      const places = [0, ...cuts.filter((cut) => cut < stream.length).sort((one, other) => one - other), stream.length]
      const texts = places.slice(1).map((end, place) => stream.slice(places[place], end))
      expect(parse(texts)).toEqual(judge(stream))
      expect(parse([...stream])).toEqual(judge(stream))
    }),
    { numRuns: 500 },
  )
})

test('an event that ends in CR is found before anything follows', () => {
  expect(parse(['data: 1\r\r'])).toEqual([['1', '']])
  expect(parse(['data: 1\r', '\r'])).toEqual([['1', '']])
  expect(parse(['data: 1\r', '', '\ndata: 2\r', '\n\r'])).toEqual([['1\n2', '']])
})

test('an event of the largest size is read, and one character more is not', () => {
  const data = 'x'.repeat(100)
  expect(parse([`data:${data}\n`, '\n'], 100)).toEqual([[data, '']])
  const refusal = expect.objectContaining({
    reason: 'invalid-event',
    message:
      'POST /v1/x: an event is larger than maxEventSize (100 characters): ' +
      'raise this option if the server sends such events',
  })
  expect(() => parse([`data:${data}x\n`], 100)).toThrow(refusal)
  for (const field of ['id:', 'event:', ':', '']) {
    expect(parse([field, 'x'.repeat(100 - field.length)], 100)).toEqual([])
    expect(() => parse([field, 'x'.repeat(101 - field.length)], 100)).toThrow(refusal)
  }
})

test.each([
  ['x\n', 1000, 'more than 1000 lines with unknown fields or invalid retry times came without an event'],
  ['retry: 1s\r\n', 1000, 'more than 1000 lines with unknown fields or invalid retry times came without an event'],
  [':\n', 100_000, 'more than 100000 comments came without an event'],
  [': ping\r', 100_000, 'more than 100000 comments came without an event'],
])('lines such as %j may come %i times without an event', (meaningless, most, detail) => {
  const lines = meaningless.repeat(most)
  // Each event begins the count anew.
  expect(parse([lines, 'data: 1\n\n', lines, 'data: 2\n\n'])).toEqual([
    ['1', ''],
    ['2', ''],
  ])
  expect(() => parse([lines, meaningless])).toThrow(
    expect.objectContaining({
      name: 'TabbyStreamError',
      reason: 'invalid-event',
      message: `POST /v1/x: ${detail}: check that baseUrl leads to the server`,
    }),
  )
})

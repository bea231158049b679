import { expect, test } from 'vitest'
import { readEvents } from './read-events.js'

const text = 'data: {"a":1}\r\n\r\n: ping - now\r\n\r\ndata: [DONE]\r\n\r\n'

test.each(Array.from({ length: text.length + 1 }, (_, index) => index))(
  'events are cut alike when the network cuts at character %i',
  (index) => {
    const pieces = [
      { at: 1, text: text.slice(0, index) },
      { at: 2, text: text.slice(index) },
    ]
    expect(readEvents(pieces).map((event) => event.text)).toEqual(['{"a":1}', ': ping - now', '[DONE]'])
  },
)

test('an event has the time at which it was complete, and a last one without its end is shown too', () => {
  const pieces = [
    { at: 1, text: 'data: on' },
    { at: 5, text: 'e\n\ndata: tw' },
    { at: 9, text: 'o' },
  ]
  expect(readEvents(pieces)).toEqual([
    { at: 5, text: 'one' },
    { at: 9, text: 'two' },
  ])
})

test('an event that comes in very many pieces is put together once', () => {
  const pieces = Array.from({ length: 200_000 }, (_, at) => ({ at, text: 'abcde' }))
  const begin = performance.now()
  const [event] = readEvents([...pieces, { at: 200_000, text: '\n' }, { at: 200_001, text: '\ndata: x' }])
  expect(performance.now() - begin).toBeLessThan(5000)
  expect(event).toEqual({ at: 200_001, text: 'abcde'.repeat(200_000) })
})

test('events are cut alike when every character comes by itself', () => {
  const pieces = Array.from(text, (character, at) => ({ at, text: character }))
  expect(readEvents(pieces).map((event) => event.text)).toEqual(['{"a":1}', ': ping - now', '[DONE]'])
})

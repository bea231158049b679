import { expect, test } from 'vitest'
import { shortenBody } from './shorten-body.js'

test('a picture is shortened, and the rest of the body stays', () => {
  const url = `data:image/png;base64,${'A'.repeat(5000)}`
  const body = JSON.stringify({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] })
  const short = shortenBody(body)
  expect(short.length).toBeLessThan(300)
  expect(JSON.parse(short).messages[0].content[0].image_url.url).toMatch(/^data:image\/png;base64,A+… \(5 kB\)$/)
})

test.each([['{"text":"long '.concat('x'.repeat(9000), '"}')], ['data: no JSON'], ['{"text":"data: said somebody"}']])(
  'what is no picture is kept to the letter',
  (body) => {
    expect(shortenBody(body)).toBe(body)
  },
)

import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { readAnswerText } from '../answer/read-answer-text.js'
import { JsonValue } from './json-value.js'

test('a value is a list of its members, words and figures told apart', () => {
  expect(renderToString(<JsonValue value={{ name: 'Ada', years: [36] }} />)).toBe(
    '<dl class="json-members"><div><dt>name</dt><dd><span>Ada</span></dd></div>' +
      '<div><dt>years</dt><dd><ol class="json-list"><li><code class="json-word">36</code></li></ol></dd></div></dl>',
  )
})

test('a value that is nested for ever is cut off instead of breaking the page', () => {
  let value: unknown = 'bottom'
  for (let depth = 0; depth < 20_000; depth++) value = [value]
  const html = renderToString(<JsonValue value={value} />)
  expect(html).toContain('…')
  expect(html.length).toBeLessThan(5000)
})

test('a value that is nested for ever can be copied and searched for without breaking the page', () => {
  let value: unknown = 'bottom'
  for (let depth = 0; depth < 20_000; depth++) value = [value]
  expect(
    readAnswerText([
      { type: 'text', text: 'before ' },
      { type: 'object', value },
    ]),
  ).toBe('before …')
})

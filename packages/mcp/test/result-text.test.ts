import { expect, test } from 'vitest'
import { toResultText } from '../src/to-result-text.js'

const uri = 'file:///a'

test.each([
  [
    'texts',
    {
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    'a\nb',
  ],
  ['a resource with text', { content: [{ type: 'resource', resource: { uri, text: 'a' } }] }, 'a'],
  [
    'a resource of bytes',
    { content: [{ type: 'resource', resource: { uri, mimeType: 'a/b', blob: '' } }] },
    `[a/b ${uri}]`,
  ],
  ['a link', { content: [{ type: 'resource_link', name: 'a', uri }] }, `[a: ${uri}]`],
  [
    'an image',
    { content: [{ type: 'image', data: '', mimeType: 'image/png' }] },
    '[image, image/png, which cannot be shown to the model]',
  ],
  ['structured content alone', { content: [], structuredContent: { a: 1 } }, '{"a":1}'],
  ['structured content beside text', { content: [{ type: 'text', text: 'a' }], structuredContent: { a: 1 } }, 'a'],
])('%s', (_name, result, text) => {
  expect(toResultText(result as never)).toBe(text)
})

import { expect, test } from 'vitest'
import { createWordWrapper } from './create-word-wrapper.js'

test('the mark of a list keeps its first word, however long that is; later lines hang below it', () => {
  const wrapper = createWordWrapper(() => 10)
  wrapper.hang = '  '
  const long = 'a'.repeat(12)
  expect(wrapper.push(`• ${long} b\n`)).toBe(`• ${long}\n  b\n`)
})

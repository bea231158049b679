import { expect, test } from 'vitest'
import { shortenTitle } from './shorten-title.js'

test('a title is the first line, cut between words where it is long', () => {
  expect(shortenTitle('  A question\nand more')).toBe('A question')
  expect(shortenTitle('a'.repeat(60))).toBe('a'.repeat(60))
  expect(shortenTitle('one two, three four', 10)).toBe('one two…')
  expect(shortenTitle('one two threefour', 12)).toBe('one two…')
  expect(shortenTitle('  ')).toBe('')
})

test('a text without spaces is cut where it is long', () => {
  expect(shortenTitle('猫'.repeat(80))).toBe(`${'猫'.repeat(59)}…`)
  expect(shortenTitle(`a ${'b'.repeat(80)}`)).toBe(`a ${'b'.repeat(57)}…`)
})

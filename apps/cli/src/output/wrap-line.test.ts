import { expect, test } from 'vitest'
import { wrapLine } from './wrap-line.js'

test.each([
  ['fits as it is', 13, '', 'fits as it is'],
  ['fits as it is', 12, '', 'fits as it\nis'],
  ['fits as it is', undefined, '', 'fits as it is'],
  ['fits as it is', 0, '', 'fits as it is'],
  // What the line begins with stays, and a further indentation is added to it.
  ['  two blanks here', 12, '  ', '  two blanks\n    here'],
  ['longerthanall and more', 5, '', 'longerthanall\nand\nmore'],
  // A label stays with what stands behind it, however long that is.
  ['note     http://127.0.0.1:5000 is it', 20, ' '.repeat(9), 'note     http://127.0.0.1:5000\n         is it'],
  // Colours take no room, letters of East Asia two cells.
  ['\u001B[1mbold\u001B[22m words', 10, '', '\u001B[1mbold\u001B[22m words'],
  ['\u65E5\u672C\u8A9E \u6587\u7AE0', 10, '', '\u65E5\u672C\u8A9E\n\u6587\u7AE0'],
  ['\u65E5\u672C\u8A9E \u6587\u7AE0', 11, '', '\u65E5\u672C\u8A9E \u6587\u7AE0'],
])('%j at %j columns', (line, columns, indent, expected) => {
  expect(wrapLine(line, columns, indent)).toBe(expected)
})

import { describe, expect, test } from 'vitest'
import { createChunkPrinter, toOneLine, toPrintable, toVisible } from './terminal-text.js'
import { toJson } from './to-json.js'

/** Directions, zero-width characters, tags, fillers, selectors that carry data, separators, controls of two kinds. */
const unseen = [
  ['\u202A', '\u202E', '\u2066', '\u2069', '\u200E', '\u061C'],
  ['\u200B', '\u2060', '\u2062', '\uFEFF', '\u00AD', '\u034F', '\u180E'],
  ['\u{E0001}', '\u{E0041}', '\u{E0100}', '\u{E01EF}'],
  ['\u115F', '\u3164', '\uFFA0', '\uFFF9'],
  ['\u0000', '\u0007', '\b', '\r', '\u001B', '\u007F', '\u0085', '\u009B', '\u009D'],
].flat()
const escape = (character: string): string => {
  const code = character.codePointAt(0)!.toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}

describe('toVisible', () => {
  test.each([
    ...unseen,
    '\u200C',
    '\u200D',
    '\uFE00',
    '\uFE0F',
    '\u00A0',
    '\u3000',
    '\u2028',
    '\u2800',
    '\n',
    '\t',
    '\uD800',
    '\uE000',
    '\u{F0000}',
    '\u0378',
    '\uFFFF',
    '\u{16FE4}',
    '\u{1D159}',
  ])('writes %j out', (character) => expect(toVisible(`ls ${character}x`)).toBe(`ls ${escape(character)}x`))

  test('leaves what can be seen as it is: letters of all kinds, emoji, a few marks', () => {
    for (const text of [
      'a b~',
      'שלום',
      'دنیا',
      'ภาษาไทย',
      '한국어',
      'e\u0301\u0323',
      '❤\uFE0F',
      '👩\u200D🚀',
      '👩🏽\u200D🚀',
      '🏳\uFE0F\u200D🌈',
    ]) {
      expect(toVisible(text)).toBe(text)
    }
  })

  test('writes marks out that come in floods, and is quick about them', () => {
    expect(toVisible(`e${'\u0301'.repeat(6)}`)).toBe(`e${'\u0301'.repeat(4)}\\u0301\\u0301`)
    const begin = performance.now()
    toVisible('\u0301'.repeat(50_000))
    toVisible('\u202E'.repeat(50_000))
    expect(performance.now() - begin).toBeLessThan(3000)
  })
})

describe('toPrintable', () => {
  test.each(unseen)('takes %j out', (character) => expect(toPrintable(`a${character}b`)).toBe('ab'))

  test('leaves lines, tabs, joiners of words and emoji, and the marks that scripts need', () => {
    for (const text of ['a\n\tb', 'می\u200Cخواهم', '👩\u200D🚀❤\uFE0F', 'שָׁלוֹם', 'e\u0301', '١\u0600']) {
      expect(toPrintable(text)).toBe(text)
    }
  })

  test('keeps a sequence for the title or the clipboard from being one', () => {
    expect(toPrintable('\u001B]0;title\u0007\u001B]52;c;eA==\u001B\\\u009D0;x\u009C')).toBe(']0;title]52;c;eA==\\0;x')
  })

  test('ends a flood of marks, also one that comes in pieces', () => {
    expect(toPrintable(`e${'\u0301'.repeat(100)}x`)).toBe(`e${'\u0301'.repeat(8)}x`)
    const print = createChunkPrinter()
    const pieces = ['e', ...Array.from({ length: 100 }, () => '\u0301'), 'x\u0301', '\u0301y']
    expect(pieces.map(print).join('')).toBe(`e${'\u0301'.repeat(8)}x\u0301\u0301y`)
  })
})

test('toJson writes out what is not seen, and means the same', () => {
  for (const character of unseen) {
    const json = toJson({ [character]: character })
    expect(json).toMatch(/^[ -~]+$/)
    expect(JSON.parse(json)).toEqual({ [character]: character })
  }
})

test('toOneLine puts lines behind one another, in linear time', () => {
  expect(toOneLine('a \r\n\n  b\nc')).toBe('a b c')
  for (const text of [`x${' '.repeat(1_000_000)}y`, `x${'\n'.repeat(1_000_000)}y`, `x${' \n'.repeat(500_000)}y`]) {
    const begin = performance.now()
    toOneLine(text)
    expect(performance.now() - begin).toBeLessThan(1000)
  }
})

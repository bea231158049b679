import { describe, expect, test } from 'vitest'
import { decodeTokens } from './decode-tokens.js'
import { encodeText } from './encode-text.js'
import { vocabularySize } from './vocabulary.js'

const encode = (text: string): number[] => encodeText(text, { addBegin: false, encodeSpecial: true })
const decode = (ids: readonly number[]): string => decodeTokens(ids, { decodeSpecial: true })

describe('the tokenizer', () => {
  test('gives the recorded ids', () => {
    expect(encodeText('Lorem ipsum <think>', { addBegin: true, encodeSpecial: true })).toEqual([
      1, 52897, 74242, 23277, 4,
    ])
    expect(decode([1, 52897, 74242, 116569])).toBe('<s>Lorem ipsum dolor')
    expect(encode('user\nHi assistant, x Yes lorem')).toEqual([
      27105,
      53723,
      57558,
      ...encode(' assistant'),
      67878,
      ...encode(' x'),
      ...encode(' Yes'),
      54493,
    ])
  })

  test('brings back any well-formed text exactly', () => {
    const texts = [
      'The quick brown fox',
      ' Straße 日本語 😀 👨‍👩‍👧 \u0000\u2028\ufeff',
      '007 42 1234567 v2b  x   \r\n\t',
      '<s></s> <|im_start|>',
      'ABCdefGHI snake_case camelCase https://example.com/?a=%20&b=1',
      'nai\u0308ve é e\u0301',
      '',
    ]
    for (const text of texts) expect(decode(encode(text))).toBe(text)
    let seed = 1
    const next = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit
    for (let round = 0; round < 300; round++) {
      let text = ''
      for (let index = next(40); index >= 0; index--) {
        const kind = next(4)
        if (kind === 0) text += String.fromCharCode(32 + next(95))
        else if (kind === 1)
          text += ' ' + String.fromCharCode(97 + next(26), 97 + next(26), 65 + next(58), 48 + next(10))
        else if (kind === 2) text += String.fromCodePoint(0x10000 + next(0xfffff))
        else text += String.fromCharCode(next(0xd800))
      }
      expect(decode(encode(text))).toBe(text)
    }
  })

  test('keeps every id within the vocabulary, and no two ids share a text', () => {
    const seen = new Set<string>()
    const twice: string[] = []
    for (let id = 0; id < vocabularySize; id++) {
      const text = decodeTokens([id], { decodeSpecial: true })
      if (text === '' || text === '\ufffd') continue
      if (seen.has(text)) twice.push(text)
      seen.add(text)
    }
    expect(twice).toEqual([])
    expect(seen.size).toBeGreaterThan(140_000)
    expect(Math.max(...encode('zzzz ZZ 999 \uffff 😀'))).toBeLessThan(vocabularySize)
    expect(decode([vocabularySize, 999_999_999])).toBe('')
  })

  test('spells special tokens out when they are not encoded, and hides them when they are not decoded', () => {
    const spelled = encodeText('<think>', { addBegin: false, encodeSpecial: false })
    expect(spelled.length).toBeGreaterThan(1)
    expect(decode(spelled)).toBe('<think>')
    expect(decodeTokens([1, 52897, 2], { decodeSpecial: false })).toBe('Lorem')
  })

  test('refuses lone surrogates and ids that no tokenizer takes', () => {
    expect(() => encode('a\ud800b')).toThrow('lone surrogate')
    expect(() => decode([-1])).toThrow('32 bits')
    expect(() => decode([2 ** 32])).toThrow('32 bits')
  })

  test('encodes megabytes in well under a second', () => {
    const text = 'lorem '.repeat(400_000)
    encode('warm')
    // The processor's time: a machine that is busy with other things does not count.
    const began = process.cpuUsage()
    expect(encode(text)).toHaveLength(400_001)
    const { user, system } = process.cpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})

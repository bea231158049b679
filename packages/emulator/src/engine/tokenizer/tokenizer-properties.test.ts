import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeTokens } from './decode-tokens.js'
import { countTokens, encodeText } from './encode-text.js'
import { vocabularySize } from './vocabulary.js'

/** Texts of all kinds, special tokens and their halves among them. */
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...texts())))
  .map((parts) => parts.join(''))

function texts(): string[] {
  return [
    '<s>',
    '</s>',
    '<think>',
    '</think>',
    '<|im_start|>',
    '<|',
    ' ',
    '  ',
    '\r\n',
    '\t',
    '0',
    'the',
    'Lorem',
    '👩‍👧',
  ]
}

const spell = (ids: readonly number[]): string => decodeTokens(ids, { decodeSpecial: true })

describe('for any text, the tokenizer', () => {
  test('gives back the text that it encoded, whether special tokens are encoded or not', () => {
    const property = fc.property(anyText, fc.boolean(), (text, encodeSpecial) => {
      expect(spell(encodeText(text, { addBegin: false, encodeSpecial }))).toBe(text)
    })
    fc.assert(property, { numRuns: 2000 })
  })

  test('counts what it encodes, stays within the vocabulary, and puts one token before it when asked to', () => {
    const property = fc.property(anyText, (text) => {
      const ids = encodeText(text, { addBegin: false, encodeSpecial: true })
      expect(countTokens(text)).toBe(ids.length)
      expect(encodeText(text, { addBegin: true, encodeSpecial: true })).toEqual([1, ...ids])
      expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id < vocabularySize)).toBe(true)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('never needs more tokens than bytes', () => {
    const property = fc.property(anyText, (text) => {
      const bytes = new TextEncoder().encode(text).length
      expect(encodeText(text, { addBegin: false, encodeSpecial: true }).length).toBeLessThanOrEqual(bytes)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('decodes any ids to the same text again after a round trip', () => {
    const ids = fc.array(fc.integer({ min: 0, max: vocabularySize - 1 }))
    const property = fc.property(ids, (given) => {
      const text = spell(given)
      fc.pre(!text.includes('\ufffd'))
      expect(spell(encodeText(text, { addBegin: false, encodeSpecial: true }))).toBe(text)
    })
    fc.assert(property, { numRuns: 500 })
  })
})

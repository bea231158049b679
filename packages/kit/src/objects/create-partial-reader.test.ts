import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPartialReader } from './create-partial-reader.js'

/** Whether a value is a beginning of another: members and items may be missing at its end, the last one begun. */
function isBeginning(part: unknown, whole: unknown): boolean {
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part)
  if (typeof part !== 'object' || part === null) return Object.is(part, whole)
  if (typeof whole !== 'object' || whole === null || Array.isArray(part) !== Array.isArray(whole)) return false
  return Object.entries(part).every(
    ([name, value]) => Object.hasOwn(whole, name) && isBeginning(value, whole[name as keyof typeof whole]),
  )
}

/** All values that are shown of a text in pieces of one character. */
function readGrowing(text: string): unknown[] {
  const read = createPartialReader()
  return [...text].flatMap((char) => {
    const units = char.split('')
    return units.map((unit) => read(unit)).filter((value) => value !== undefined)
  })
}

/** Whether no text holds half of a surrogate pair: JSON writes those as escapes. */
const isWellFormed = (value: unknown) => !/\\ud[89a-f]/.test(JSON.stringify(value).replaceAll('\\\\', ''))
const escapeAll = (text: string) =>
  text.replace(/[^\x20-\x7E]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const documents = {
  compact: (value: unknown) => JSON.stringify(value),
  indented: (value: unknown) => JSON.stringify(value, null, 2),
  escaped: (value: unknown) => escapeAll(JSON.stringify(value)),
}

describe('every beginning of a document gives a beginning of its value', () => {
  test.each(Object.entries(documents))('in %s JSON, cut at every character', (_name, write) => {
    const value = fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' })
    const container = fc.oneof(fc.array(value), fc.dictionary(fc.string({ unit: 'binary' }), value))
    const check = (whole: unknown) => {
      const text = write(whole)
      const parsed: unknown = JSON.parse(text)
      const shown = readGrowing(text)
      const isWhole = isWellFormed(parsed)
      const isRight = (part: unknown, place: number) =>
        isBeginning(part, parsed) && isBeginning(shown[place - 1] ?? part, part) && (!isWhole || isWellFormed(part))
      expect(shown.findIndex((part, place) => !isRight(part, place))).toBe(-1)
      expect(shown.at(-1)).toEqual(parsed)
    }
    fc.assert(fc.property(container, check), { numRuns: 50 })
  })
})

const growing: Record<string, [string, unknown[]]> = {
  'a text': ['{"a":"xyz"}', [{}, { a: '' }, { a: 'x' }, { a: 'xy' }, { a: 'xyz' }]],
  'a number, whole': ['[-1.5e3,2]', [[], [-1500], [-1500, 2]]],
  'words, whole': ['[true,null]', [[], [true], [true, null]]],
  'names, with their value': ['{"ab":1,"cd":{"e":[]}}', [{}, { ab: 1 }, { ab: 1, cd: {} }, { ab: 1, cd: { e: [] } }]],
  'a pair of surrogates, whole': ['["\\uD83D\\uDE00"]', [[], [''], ['😀']]],
  'what only looks like half a pair, a little later': ['["\\\\ud83dx"]', [[], [''], ['\\ud83dx']]],
  'brackets in a text': ['["}]{\\""]', [[], [''], ['}'], ['}]'], ['}]{'], ['}]{"']]],
  'the last of two members of one name': ['{"a":1,"a":"b"}', [{}, { a: 1 }, { a: '' }, { a: 'b' }]],
  'a text alone': ['"ab"', ['', 'a', 'ab']],
}

describe('what is shown', () => {
  test.each(Object.entries(growing))('%s', (_name, [text, values]) => {
    expect(readGrowing(text)).toEqual(values)
  })

  test('a member called __proto__ is a member like others', () => {
    const [, value] = readGrowing('{"__proto__":{"isAdmin":true}}') as [unknown, object]
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  test('what was shown stays as it was', () => {
    const read = createPartialReader()
    const first = read('[{"a":"x')
    read('yz"},2]')
    expect(first).toEqual([{ a: 'x' }])
  })

  test('spaces and pieces of any size make no difference', () => {
    const read = createPartialReader()
    expect([read(' \n'), read('{"a" : "x" , "b"'), read(': [ 1 '), read(', 2 ] } \n')]).toEqual([
      undefined,
      { a: 'x' },
      { a: 'x', b: [] },
      { a: 'x', b: [1, 2] },
    ])
  })
})

describe('what is no JSON', () => {
  test.each(['Lorem ipsum', '```json', '<think>', '{"a":1,}', '[1 2]', '{"a" "b":1}', '[1}', '"\\x0"', '["a\nb"]'])(
    '%j throws, or is left to the end',
    (text) => {
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
      const read = () => readGrowing(text)
      if (/^[L`<]/.test(text)) expect(read).toThrow(SyntaxError)
      else expect(isBeginningOrError(read)).toBe(true)
    },
  )
})

/** Nothing is made up: an error, or values that were there. */
function isBeginningOrError(read: () => unknown[]): boolean {
  try {
    return read().every((value) => typeof value === 'object' || typeof value === 'string')
  } catch (error) {
    return error instanceof SyntaxError
  }
}

test('the cost of a long text does not grow with its square', () => {
  const item = { name: 'person', tags: ['a', 'b'], score: 1.5 }
  const count = (length: number) => {
    const text = JSON.stringify({ items: Array.from({ length }, () => item) })
    const read = createPartialReader()
    let characters = 0
    let shown = 0
    for (let place = 0; place < text.length; place += 4) {
      if (read(text.slice(place, place + 4)) === undefined) continue
      shown++
      characters += place
    }
    return { shown, perCharacter: characters / text.length }
  }
  const small = count(20)
  expect(small.shown).toBeGreaterThan(100)
  // How often each character is parsed: with every piece it would be an eighth of the length, 8,000.
  expect(count(1500).perCharacter).toBeLessThan(1100)
})

test('a text of some megabytes in one piece is read', () => {
  const read = createPartialReader()
  expect(read(JSON.stringify(['x\n'.repeat(1_500_000)]))).toHaveLength(1)
})

test.each<[string, string, string]>([
  ['open brackets', '', '['],
  ['a list of numbers', '[', '1,'],
  ['white space behind the value', '[1]', '\n\n'],
  ['escapes', '"', '\\n'],
])('%s, 200 kB of it in small chunks, cost no more than their length', (_title, start, piece) => {
  const read = createPartialReader()
  const begin = performance.now()
  read(start)
  const feed = () => {
    for (let count = 0; count < 200_000 / piece.length; count++) read(piece)
  }
  if (piece === '[') expect(feed).toThrow(RangeError)
  else feed()
  expect(performance.now() - begin).toBeLessThan(4000)
})

test('1,000 open brackets are read, one more is refused', () => {
  const read = createPartialReader()
  expect(read('['.repeat(1000))).toBeDefined()
  expect(() => read('[')).toThrow(RangeError)
})

test('a value of up to 8 kB is shown with each chunk, a longer one with each 64th more', () => {
  const count = (length: number) => {
    const read = createPartialReader()
    read(`["${'x'.repeat(length)}`)
    return Array.from({ length: 64 }, () => read('word')).filter((value) => value !== undefined).length
  }
  expect(count(7000)).toBe(64)
  expect(count(8192 + 64 * 64)).toBe(3)
})

test.each([
  ['a text that is the whole value', '"', 'word '],
  ['white space before any value', '', '\n\n\n\n'],
])('%s, 400 kB of it, costs no more than a container', (_title, start, piece) => {
  const read = createPartialReader()
  const begin = performance.now()
  let last = read(start)
  for (let count = 0; count < 100_000; count++) last = read(piece) ?? last
  // It was parsed anew at each piece, which took 7 and 24 s.
  expect(performance.now() - begin).toBeLessThan(4000)
  expect(last ?? '').toHaveLength(start ? `${last as string}`.length : 0)
})

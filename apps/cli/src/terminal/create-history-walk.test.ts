import { expect, test } from 'vitest'
import { createHistoryWalk } from './create-history-walk.js'
import { createPasteShelf } from './create-paste-shelf.js'

test('a walk finds what begins as the line does, each once, and comes back to the line', () => {
  const walk = createHistoryWalk(['what now', 'why', 'what then'])
  expect(walk.newer()).toBeUndefined()
  expect([walk.older('wh'), walk.older('what now'), walk.older('why')]).toEqual(['what now', 'why', 'what then'])
  expect(walk.older('what then')).toBeUndefined()
  expect([walk.newer(), walk.newer(), walk.newer(), walk.newer()]).toEqual(['why', 'what now', 'wh', undefined])
  walk.reset()
  expect([walk.older('what'), walk.older('what now'), walk.older('')]).toEqual(['what now', 'what then', undefined])
})

test('a search goes on behind the place where it was', () => {
  const walk = createHistoryWalk(['what now', 'why', 'what then'])
  expect(walk.search('what', 0)).toEqual({ question: 'what now', place: 0 })
  expect(walk.search('what', 1)).toEqual({ question: 'what then', place: 2 })
  expect(walk.search('what', 3)).toBeUndefined()
})

test('a text of nine lines or 1,201 characters gets a mark, smaller ones none, and nobody else can write one', () => {
  const shelf = createPasteShelf()
  const lines = (count: number): string => Array.from({ length: count }, () => 'a').join('\n')
  expect(shelf.put(lines(8))).toBe(lines(8))
  expect(shelf.put('a'.repeat(1200))).toBe('a'.repeat(1200))
  expect(shelf.put(lines(9))).toBe('[text 1: 9 lines]')
  expect(shelf.put('b'.repeat(1201))).toBe('[text 2: 1201 characters]')
  const line = 'x [text 1: 9 lines] y [text 2: 1201 characters] [text 3: 9 lines] [text 1: 8 lines]'
  const whole = `x ${lines(9)} y ${'b'.repeat(1201)} [text 3: 9 lines] [text 1: 8 lines]`
  expect(shelf.expand(line)).toBe(whole)
})

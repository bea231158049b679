import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { createKeptList } from './create-kept-list.js'

const kept = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (place: string) => kept.get(place) ?? null,
  setItem: (place: string, value: string) => void kept.set(place, value),
})
beforeEach(() => kept.clear())
afterAll(() => vi.unstubAllGlobals())
const readName = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

test('a list is there again the next time', () => {
  createKeptList('names', readName).keep(['b', 'a'])
  expect(createKeptList('names', readName).entries.value).toEqual(['b', 'a'])
})

test.each([
  ['no JSON', '{', []],
  ['no list', '{"0":"a"}', []],
  ['entries that cannot be read', '["a",null,"",7,"b"]', ['a', 'b']],
])('what somebody else left in its place is read as far as it goes: %s', (_, text, entries) => {
  kept.set('names', text)
  expect(createKeptList('names', readName).entries.value).toEqual(entries)
})

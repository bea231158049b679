import { afterEach, expect, test, vi } from 'vitest'
import { readKeptFields } from './read-kept-fields.js'

const defaults = { samplers: {} as Record<string, string>, tools: [] as string[], thinking: 'default', asks: true }

function read(kept: string | null) {
  vi.stubGlobal('localStorage', { getItem: () => kept })
  return readKeptFields('localStorage', 'place', defaults)
}

afterEach(() => vi.unstubAllGlobals())

test('what was kept comes back, and what was not is as by default', () => {
  const kept = { samplers: { top_p: '0.5' }, tools: ['clock'], asks: false }
  expect(read(JSON.stringify(kept))).toEqual({ ...kept, thinking: 'default' })
  expect(read(null)).toEqual(defaults)
})

test.each([
  '{',
  'null',
  '5',
  '[]',
  '{"samplers":5,"tools":{"length":4294967294},"thinking":null,"asks":"yes"}',
  '{"samplers":[],"tools":[5],"thinking":{},"asks":1}',
  '{"samplers":{"top_p":5},"__proto__":{"thinking":"on","tools":["x"]}}',
])('%s breaks nothing', (kept) => {
  expect(read(kept)).toEqual(defaults)
})

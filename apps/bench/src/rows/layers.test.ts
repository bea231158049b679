import { expect, test } from 'vitest'
import { takeApart } from './layers.js'

test('a layer costs what it adds to the one below it in the same round', () => {
  const samples = [
    ['socket', [1, 10, 1]],
    ['parser', [3, 12, 4]],
    ['guard', [3.5, 12.5, 4.5]],
  ] as const
  expect(takeApart(samples)).toEqual([
    { name: 'socket', total: 1, added: 1 },
    { name: 'parser', total: 4, added: 2 },
    { name: 'guard', total: 4.5, added: 0.5 },
  ])
})

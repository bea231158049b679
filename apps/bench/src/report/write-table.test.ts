import { expect, test } from 'vitest'
import { writeTables } from './write-table.js'

const nothing = {
  machine: { node: 'v20.20.2', processor: 'any', cores: 2, load: 0 },
  rounds: 3,
  rows: [],
  layers: [],
  slowConsumers: [],
  bundles: [],
  coldImports: [],
  packages: [],
}

test('what was not measured has no table', () => {
  expect(writeTables(nothing)).toBe('')
})

test('each row is a table with its baseline, its goal and the spread of its ratios', () => {
  const figures = [
    { name: 'baseline', median: 1.5, ratio: 1, spread: [1, 1] as const },
    { name: 'a client', median: 123.4, ratio: 2.345, spread: [2.2, 2.5] as const },
  ]
  const rows = [{ id: 'chunk', title: 'CPU per chunk', baseline: 'baseline', goal: 1.15, figures }]
  expect(writeTables({ ...nothing, rows })).toBe(
    [
      'CPU per chunk (ours at most 1.15 x baseline)',
      '',
      '| client   |  median | x baseline | half of the rounds |',
      '| -------- | ------: | ---------: | -----------------: |',
      '| baseline | 1.50 µs |       1.00 |       1.00 to 1.00 |',
      '| a client |  123 µs |       2.35 |       2.20 to 2.50 |',
      '',
    ].join('\n'),
  )
})

test('a bundle that a client has no function for is an empty cell', () => {
  const bundles = [{ name: 'client', stream: 5540, list: undefined }]
  expect(writeTables({ ...nothing, bundles })).toContain('| client |         5.5 kB |               |')
})

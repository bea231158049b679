import { expect, test } from 'vitest'
import { drawRatios } from './draw-ratios.js'

const draw = (ratio: number, name = 'client') =>
  drawRatios(
    [
      {
        id: 'row',
        title: 'Row',
        baseline: 'baseline',
        goal: 1,
        figures: [{ name, median: 5, ratio, spread: [ratio, ratio] }],
      },
    ],
    new Map([['client', 'ours']]),
  )
const getWidth = (picture: string) => Number(/<rect x="170" y="\d+" width="([\d.]+)"/.exec(picture)![1])

test('twice the ratio is a bar that is longer by the same piece, wherever it begins', () => {
  const lengths = [0.5, 1, 2, 4].map((ratio) => getWidth(draw(ratio)))
  const pieces = lengths.slice(1).map((length, index) => length - lengths[index]!)
  for (const piece of pieces) expect(piece).toBeCloseTo(pieces[0]!, 0)
})

test('a ratio beyond the scale ends at its edge, and its figure is written beside it', () => {
  expect(getWidth(draw(40))).toBe(getWidth(draw(16)))
  expect(draw(40)).toContain('40.00  (5.0 µs)')
})

test('a name cannot break the picture', () => {
  expect(draw(1, '<b> & co')).toContain('&lt;b> &amp; co')
})

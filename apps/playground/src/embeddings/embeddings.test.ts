import { describe, expect, test } from 'vitest'
import { chooseCellColor } from './choose-cell-color.js'
import { measureSimilarities } from './measure-similarities.js'
import { readRange } from './read-range.js'
import { sortBySimilarity } from './sort-by-similarity.js'
import { splitTexts } from './split-texts.js'
import { toCsv } from './to-csv.js'

const vectors = [Float32Array.of(3, 0), Float32Array.of(0, 2), Float32Array.of(6, 8), Float32Array.of(-1, 0)]
const similarities = measureSimilarities(vectors)

describe('texts', () => {
  test('are lines, without the space around them and without empty ones', () => {
    expect(splitTexts('  a cat \r\na dog\n\t\n')).toEqual(['a cat', 'a dog'])
    expect(splitTexts(' \n\n ')).toEqual([])
  })

  test('are paragraphs where an empty line stands between any', () => {
    expect(splitTexts('\n\none\nstill one\n  \n\ntwo\n')).toEqual(['one\nstill one', 'two'])
  })
})

describe('similarities', () => {
  test('are cosines, whatever the lengths of the vectors', () => {
    expect(similarities.map((row) => Array.from(row, (value) => Number(value.toFixed(3))))).toEqual([
      [1, 0, 0.6, -1],
      [0, 1, 0.8, 0],
      [0.6, 0.8, 1, -0.6],
      [-1, 0, -0.6, 1],
    ])
  })

  test('never leave their range by rounding', () => {
    const alike = Array.from({ length: 200 }, (_, index) => Float32Array.of(0.1 * index + 0.3, 0.7, 1e-3 * index))
    const all = measureSimilarities([...alike, ...alike]).flatMap((row) => [...row])
    expect(all.filter((value) => value > 1)).toEqual([])
  })

  test('of a vector of zeros are zero and no NaN', () => {
    expect([...measureSimilarities([new Float32Array(2), Float32Array.of(1, 0)])[0]!]).toEqual([0, 0])
  })

  test('have a range that does not count a text with itself', () => {
    expect(readRange(similarities).greatest).toBeCloseTo(0.8)
    expect(readRange(similarities).least).toBe(-1)
    expect(readRange(measureSimilarities([Float32Array.of(1)]))).toEqual({ least: 0, greatest: 1 })
  })

  test('put the texts into an order around one of them', () => {
    expect(sortBySimilarity(similarities, 0)).toEqual([0, 2, 1, 3])
    expect(sortBySimilarity(similarities, 3)).toEqual([3, 1, 2, 0])
  })
})

describe('colours', () => {
  const toLuminance = (color: string) => {
    const [red, green, blue] = (color.match(/\d+/g) ?? []).map((part) => {
      const share = Number(part) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }

  test('have numbers on them that can be read, at every value', () => {
    for (let value = -0.2; value <= 1.2; value += 0.005) {
      const { background, color } = chooseCellColor(value, { least: 0, greatest: 1 })
      const light = Math.max(toLuminance(background), color === '#ffffff' ? 1 : 0)
      const dark = Math.min(toLuminance(background), color === '#ffffff' ? 1 : 0)
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('become darker with the value, and stay those of the ends outside', () => {
    const range = { least: 0.4, greatest: 0.9 }
    const luminances = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((value) =>
      toLuminance(chooseCellColor(value, range).background),
    )
    expect(luminances).toEqual([...luminances].sort((left, right) => right - left))
    expect(chooseCellColor(2, range)).toEqual(chooseCellColor(0.9, range))
    expect(chooseCellColor(0.5, { least: 0.5, greatest: 0.5 }).background).toBe('rgb(103, 0, 13)')
  })
})

test('as CSV texts are quoted where they have to be, and none is a formula', () => {
  const csv = toCsv(['a, "b"', '=1+1'], measureSimilarities([Float32Array.of(1, 0), Float32Array.of(0, 1)]))
  expect(csv).toBe(`,"a, ""b""",'=1+1\r\n"a, ""b""",1.000000,0.000000\r\n'=1+1,0.000000,1.000000\r\n`)
})

import type { Contender } from '../measure/contender.js'
import type { ResultRow } from './results.js'
import { colours, writePicture, writeText } from './chart-parts.js'

const left = 170
const barHeight = 16
const fullWidth = 520
const highest = 16

/** Bars on a logarithmic scale, because some are a few percent apart and others more than ten times. */
const toLength = (ratio: number) => (Math.log2(Math.min(Math.max(ratio, 0.25), highest) / 0.25) / 6) * fullWidth

/** Draws each row as bars: how many times the baseline each client takes, with the spread as a thin line. */
export function drawRatios(rows: readonly ResultRow[], kinds: ReadonlyMap<string, Contender['kind']>): string {
  const parts: string[] = []
  let y = 10
  for (const { title, baseline, figures } of rows) {
    y += 22
    parts.push(writeText(10, y, `${title} (times the ${baseline})`, 'font-weight="600"'))
    const top = y + 6
    for (const { name, ratio, spread, median } of figures) {
      y += barHeight + 4
      const [from, to] = spread.map((value) => left + toLength(value)) as [number, number]
      const colour = colours[kinds.get(name) ?? 'peer']
      const width = toLength(ratio).toFixed(1)
      const middle = y - barHeight / 2 + 2
      parts.push(
        writeText(left - 8, y, name, 'text-anchor="end"'),
        `<rect x="${left}" y="${y - barHeight + 4}" width="${width}" height="${barHeight}" fill="${colour}"/>`,
        `<line x1="${from.toFixed(1)}" y1="${middle}" x2="${to.toFixed(1)}" y2="${middle}" stroke="#000000"/>`,
        writeText(
          left + Math.max(toLength(ratio), to - left) + 8,
          y,
          `${ratio.toFixed(2)}  (${median < 100 ? median.toFixed(1) : median.toFixed(0)} µs)`,
        ),
      )
    }
    const one = (left + toLength(1)).toFixed(1)
    parts.push(`<line x1="${one}" y1="${top}" x2="${one}" y2="${y + 6}" stroke="#000000" stroke-dasharray="3 3"/>`)
    y += 14
  }
  return writePicture(left + fullWidth + 130, y + 10, parts)
}

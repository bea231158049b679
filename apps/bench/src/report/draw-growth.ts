import type { GrowthPoint } from '../rows/growth.js'
import { colours, writePicture, writeText } from './chart-parts.js'

const left = 60
const width = 300
const height = 220
const top = 50
const lineHeight = 18
const palette = [colours.baseline, colours.ours, '#c2571a', '#3b6fb6']

interface Panel {
  readonly title: string
  readonly points: readonly GrowthPoint[]
  /** What is written at a place of the horizontal axis, and at a value of the vertical one. */
  readonly label: (at: number) => string
  readonly scale: (value: number) => string
}

function drawPanel({ title, points, label, scale }: Panel, offset: number): string[] {
  const places = [...new Set(points.map(({ at }) => at))]
  const names = [...new Set(points.map(({ name }) => name))]
  const highest = Math.ceil(Math.max(...points.map(({ spread }) => spread[1]), 1))
  const first = Math.log10(places[0]!)
  const last = Math.log10(places.at(-1)!)
  const toX = (at: number) => offset + left + ((Math.log10(at) - first) / (last - first)) * width
  const toY = (value: number) => top + height - (Math.max(value, 0) / highest) * height
  const parts = [writeText(offset + left, 24, title, 'font-weight="600"')]
  for (let step = 0; step <= 4; step++) {
    const value = (highest * step) / 4
    const y = toY(value).toFixed(1)
    parts.push(
      `<line x1="${offset + left}" y1="${y}" x2="${offset + left + width}" y2="${y}" stroke="${colours.line}"/>`,
      writeText(offset + left - 8, Number(y) + 4, scale(value), 'text-anchor="end"'),
    )
  }
  for (const at of places) parts.push(writeText(toX(at), top + height + 18, label(at), 'text-anchor="middle"'))
  // With more than three names, only two fit on a line.
  const [perLine, room] = names.length > 3 ? [2, 165] : [3, 110]
  for (const [index, name] of names.entries()) {
    const own = points.filter((point) => point.name === name)
    const colour = palette[index % palette.length]!
    const path = own.map(({ at, median }) => `${toX(at).toFixed(1)},${toY(median).toFixed(1)}`).join(' ')
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`)
    for (const { at, spread } of own) {
      const x = toX(at).toFixed(1)
      const [from, to] = spread.map((value) => toY(value).toFixed(1))
      parts.push(`<line x1="${x}" y1="${from}" x2="${x}" y2="${to}" stroke="${colour}"/>`)
    }
    const x = offset + left + (index % perLine) * room
    const y = top + height + 42 + Math.floor(index / perLine) * lineHeight
    parts.push(writeText(x, y, name, `fill="${colour}" font-weight="600"`))
  }
  return parts
}

/** Draws lines over a logarithmic axis, such as what a chunk costs over the length of an answer. */
export function drawGrowth(panels: readonly Panel[]): string {
  const parts = panels.flatMap((panel, index) => drawPanel(panel, index * (left + width + 30)))
  return writePicture(panels.length * (left + width + 30) + 20, top + height + 60 + lineHeight, parts)
}

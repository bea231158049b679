import { formatTable } from '../output/format-table.js'
import type { Measurement } from './measure-round.js'

const heads = ['prompt', 'parallel', 'first token', 'prefill', 'each', 'together', '']
const barWidth = 20

/** A table with a bar for the speed of all requests together. Speeds are in tokens per second. */
export function describeMeasurements(measurements: readonly Measurement[]): string[] {
  const most = Math.max(...measurements.map(({ totalSpeed }) => totalSpeed), 1)
  const rows = measurements.map((measurement) => [
    String(measurement.promptTokens),
    String(measurement.parallel),
    `${measurement.firstTokenSeconds.toFixed(3)} s`,
    `${measurement.prefillSpeed.toFixed(0)}/s`,
    `${measurement.speed.toFixed(1)}/s`,
    `${measurement.totalSpeed.toFixed(1)}/s`,
    '█'.repeat(Math.round((barWidth * measurement.totalSpeed) / most)),
  ])
  return formatTable([heads, ...rows])
}

const width = 640
const rowHeight = 28
const labelWidth = 220

/** A bar chart of the speed of all requests together, one bar for each round. */
export function drawSvg(measurements: readonly Measurement[]): string {
  const most = Math.max(...measurements.map(({ totalSpeed }) => totalSpeed), 1)
  const rows = measurements.map(({ promptTokens, parallel, totalSpeed }, index) => {
    const y = 40 + index * rowHeight
    const length = Math.round(((width - labelWidth - 80) * totalSpeed) / most)
    return [
      `<text x="8" y="${y + 15}">${promptTokens} prompt tokens × ${parallel}</text>`,
      `<rect x="${labelWidth}" y="${y}" width="${length}" height="20" fill="#3b82f6"/>`,
      `<text x="${labelWidth + length + 6}" y="${y + 15}">${totalSpeed.toFixed(1)}</text>`,
    ].join('')
  })
  const height = 50 + measurements.length * rowHeight
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`,
    ` font-family="sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="8" y="22" font-weight="bold">Completion tokens per second, all requests together</text>`,
    ...rows,
    '</svg>\n',
  ].join('\n')
}

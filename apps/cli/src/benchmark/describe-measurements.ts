import { formatTable } from '../output/format-table.js'
import type { Measurement } from './measurement.js'

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

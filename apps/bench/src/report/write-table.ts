import type { Figure } from '../measure/compare.js'

/** Figures as lines for a terminal. */
export function writeTable(figures: readonly Figure[]): string {
  return figures
    .map(({ name, median, ratio, spread }) => {
      const [from, to] = spread.map((value) => value.toFixed(2))
      return `  ${name.padEnd(20)} ${median.toFixed(1).padStart(9)} µs  x ${ratio.toFixed(2)}  (${from} to ${to})`
    })
    .join('\n')
}

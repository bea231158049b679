import type { GrowthPoint } from '../rows/growth.js'
import type { Results } from './results.js'

/** Lines of a Markdown table, which a terminal shows as well as a page. */
function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)))
  const writeLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const align = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [align(head), rule, ...rows.map(align)].map(writeLine).join('\n')
}

const kilobytes = (bytes: number | undefined) => (bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`)

/** All that was measured, as tables. Parts that were not measured are left out. */
export function writeTables(results: Results): string {
  const parts: [string, readonly string[], readonly (readonly string[])[]][] = [
    ...results.rows.map(({ title, baseline, goal, figures }): (typeof parts)[number] => [
      `${title} (ours at most ${goal} x ${baseline})`,
      ['client', 'median', `x ${baseline}`, 'half of the rounds'],
      figures.map(({ name, median, ratio, spread: [from, to] }) => [
        name,
        `${median.toFixed(median < 100 ? 2 : 0)} µs`,
        ratio.toFixed(2),
        `${from.toFixed(2)} to ${to.toFixed(2)}`,
      ]),
    ]),
    ...results.layers.map(({ title, layers }): (typeof parts)[number] => [
      `${title}: where it goes`,
      ['layer', 'adds', 'together'],
      layers.map(({ name, added, total }) => [name, `${added.toFixed(2)} µs`, `${total.toFixed(2)} µs`]),
    ]),
    [
      'A consumer that sleeps after the first text of 200 MB (ours at most 15 MB, server held back)',
      ['client', 'JS heap over idle', 'buffers over idle', 'server wrote'],
      results.slowConsumers.map(({ name, heap, external, written }) => [
        name,
        ...[heap, external, written].map((value) => `${value.toFixed(1)} MB`),
      ]),
    ],
    [
      'Bundle, minified and gzipped',
      ['client', 'streaming chat', 'one list call'],
      results.bundles.map(({ name, stream, list }) => [name, kilobytes(stream), kilobytes(list)]),
    ],
    [
      'CPU of a cold import, beyond bare node (ours at most ky + 8 ms)',
      ['import', 'CPU'],
      results.coldImports.map(({ name, milliseconds }) => [name, `${milliseconds.toFixed(1)} ms`]),
    ],
    ['Installed packages', ['what', 'packages'], results.packages.map(({ name, count }) => [name, String(count)])],
  ]
  return parts
    .filter(([, , rows]) => rows.length > 0)
    .map(([title, head, rows]) => `${title}\n\n${writeTable(head, rows)}\n`)
    .join('\n')
}

/** The medians of points: a line for each client, a column for each place. */
export function writePoints(title: string, points: readonly GrowthPoint[]): string {
  const places = [...new Set(points.map(({ at }) => at))]
  const rows = [...new Set(points.map(({ name }) => name))].map((name) => [
    name,
    ...points.filter((point) => point.name === name).map(({ median }) => median.toFixed(1)),
  ])
  return `${title}\n\n${writeTable(['client', ...places.map(String)], rows)}\n`
}

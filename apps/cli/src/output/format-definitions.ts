import { wrapLine } from './wrap-line.js'

/** Lines of terms and what they mean: side by side, or below one another in a narrow terminal. */
export function formatDefinitions(rows: readonly (readonly [term: string, meaning: string])[], columns = 80): string[] {
  const width = Math.max(...rows.map(([term]) => term.length)) + 2
  if (columns - width < 30) return rows.flatMap(([term, meaning]) => [term, wrapLine(`    ${meaning}`, columns)])
  return rows.map(([term, meaning]) => {
    const [first = '', ...rest] = wrapLine(meaning, columns - width).split('\n')
    return [term.padEnd(width) + first, ...rest.map((line) => ' '.repeat(width) + line)].join('\n')
  })
}

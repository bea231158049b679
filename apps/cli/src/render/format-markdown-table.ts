import stringWidth from 'string-width'

/**
 * Lines of a table with columns of one width; the rows as they are if they are no table, or if the terminal is too
 * narrow.
 */
export function formatMarkdownTable(
  rows: readonly string[],
  columns: number,
  style: (text: string) => string,
): string[] {
  const isTable = rows.length > 1 && /^\|?[\s:|-]*-[\s:|-]*\|?$/.test(rows[1] ?? '')
  if (!isTable) return rows.map(style)
  const cells = rows.map((row) =>
    row
      .replace(/^\||(?<!\\)\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => style(cell.trim().replaceAll('\\|', '|'))),
  )
  const widths: number[] = []
  for (const [index, row] of cells.entries()) {
    if (index === 1) continue
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell))
  }
  const total = widths.reduce((sum, width) => sum + width + 3, -3)
  if (total > columns) return rows.map(style)
  return cells.map((row, index) =>
    index === 1
      ? widths.map((width) => '─'.repeat(width)).join('─┼─')
      : widths
          .map((width, column) => `${row[column] ?? ''}${' '.repeat(width - stringWidth(row[column] ?? ''))}`)
          .join(' │ ')
          .trimEnd(),
  )
}

/** The table as CSV: the texts as the first row and the first column. */
export function toCsv(texts: readonly string[], similarities: readonly Float64Array[]): string {
  const head = ['', ...texts.map(quote)]
  const rows = similarities.map((values, row) => [quote(texts[row] ?? ''), ...Array.from(values, format)])
  return [head, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}

/** A spreadsheet would run a text that begins like a formula. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const format = (value: number): string => value.toFixed(6)

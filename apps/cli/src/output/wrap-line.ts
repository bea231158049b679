/** Breaks a line at words so that it fits; what follows a break is indented. Text of one cell per character. */
export function wrapLine(line: string, columns: number, indent = ''): string {
  if (!columns || line.length <= columns) return line
  const [begin = ''] = /^\s*/.exec(line) ?? []
  const lines: string[] = []
  let current = ''
  for (const word of line.slice(begin.length).split(' ')) {
    const lead = lines.length === 0 ? begin : begin + indent
    if (current !== '' && lead.length + current.length + 1 + word.length > columns) {
      lines.push(lead + current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, (lines.length === 0 ? begin : begin + indent) + current].join('\n')
}

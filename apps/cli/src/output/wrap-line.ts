/** Colours and styles take no room. */
const style = /\p{Cc}\[[\d;]*m/gu
/** Letters of East Asia take two cells; emoji do too, and have two code units. */
const wide =
  /[\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]/g

/** How many cells a text takes at most: good enough to break lines, and loads no tables of Unicode. */
function measure(text: string): number {
  const shown = text.replace(style, '')
  return shown.length + (shown.match(wide)?.length ?? 0)
}

/** Breaks a line at words so that it fits; what follows a break is indented. A word that is too long is left whole. */
export function wrapLine(line: string, columns: number | undefined, indent = ''): string {
  if (!columns || measure(line) <= columns) return line
  const [begin = ''] = /^\s*/.exec(line) ?? []
  const lines: string[] = []
  let current = ''
  for (const word of line.slice(begin.length).split(' ')) {
    const lead = lines.length === 0 ? begin : begin + indent
    // A label is longer than what it indents, and belongs to what stands behind it.
    const isLabel = lines.length === 0 && measure(current) < indent.length
    if (current !== '' && !isLabel && measure(lead) + measure(current) + 1 + measure(word) > columns) {
      lines.push((lead + current).trimEnd())
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, (lines.length === 0 ? begin : begin + indent) + current].join('\n')
}

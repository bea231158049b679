import { wrapLine } from './wrap-line.js'

/** How definitions are laid out. */
export interface DefinitionLayout {
  readonly columns?: number | undefined
  /** Width of the longest term, also of those in other lists. */
  readonly width: number
  /** What each line begins with. */
  readonly indent: string
}

/** Lines of terms and what they mean: side by side, or below one another in a narrow terminal. */
export function formatDefinitions(
  rows: readonly (readonly [term: string, meaning: string])[],
  { columns = 80, width, indent }: DefinitionLayout,
): string[] {
  const room = columns - indent.length - width - 2
  return rows.map(([term, meaning]) => {
    if (room < 30) return `${indent}${term}\n${wrapLine(`${indent}    ${meaning}`, columns)}`
    return wrapLine(meaning, room)
      .split('\n')
      .map((line, place) => `${indent}${(place === 0 ? term : '').padEnd(width)}  ${line}`)
      .join('\n')
  })
}

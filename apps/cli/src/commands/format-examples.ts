/** The last part of a help text. */
export function formatExamples(examples: readonly (readonly [line: string, meaning: string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length))
  return `\nExamples:\n${examples.map(([line, meaning]) => `  ${line.padEnd(width)}   ${meaning}`).join('\n')}`
}

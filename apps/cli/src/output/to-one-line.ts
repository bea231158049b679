/** Puts the lines of a text behind one another, in linear time: `\s*\n\s*` is quadratic on a text of blanks. */
export function toOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
}

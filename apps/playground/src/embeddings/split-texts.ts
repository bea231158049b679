/**
 * Takes the texts out of what was pasted: paragraphs where an empty line stands between any, lines otherwise. Space
 * around them, and what is nothing but space, does not count.
 */
export function splitTexts(pasted: string): string[] {
  const text = pasted.replace(/\r\n?/g, '\n').trim()
  const pieces = /\n[^\S\n]*\n/.test(text) ? text.split(/\n(?:[^\S\n]*\n)+/) : text.split('\n')
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

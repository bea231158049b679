/**
 * Splits the pasted text: into paragraphs if there is an empty line, into lines otherwise. Surrounding space, and texts
 * of nothing but space, are dropped.
 */
export function splitTexts(pasted: string): string[] {
  const text = pasted.replace(/\r\n?/g, '\n').trim()
  const pieces = /\n[^\S\n]*\n/.test(text) ? text.split(/\n(?:[^\S\n]*\n)+/) : text.split('\n')
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

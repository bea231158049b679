/** Colours of a chart: ours stand out, baselines are grey. */
export const colours = { baseline: '#8a8a8a', ours: '#0a7d55', peer: '#b9c4d6', text: '#222222', line: '#dddddd' }

/** Makes text safe inside SVG. */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** One line of text. */
export function writeText(x: number, y: number, text: string, look = ''): string {
  return `<text x="${x}" y="${y}" ${look}>${escape(text)}</text>`
}

/** A whole picture, on a ground of its own, so that it can be read on a dark page too. */
export function writePicture(width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    `  font-family="system-ui, sans-serif" font-size="12" fill="${colours.text}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

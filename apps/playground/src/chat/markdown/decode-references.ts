/** The references that models write. Others stay readable as they are; a full table is larger than the page. */
const named: Record<string, string> = {
  amp: '&',
  apos: "'",
  copy: '©',
  deg: '°',
  euro: '€',
  ge: '≥',
  gt: '>',
  hellip: '…',
  larr: '←',
  le: '≤',
  lt: '<',
  mdash: '—',
  middot: '·',
  nbsp: '\u00A0',
  ndash: '–',
  ne: '≠',
  quot: '"',
  rarr: '→',
  times: '×',
}

/** Decodes character references (`&lt;`, `&#8212;`). The result is text, never parsed as HTML. */
export function decodeReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name) return Object.hasOwn(named, name) ? named[name]! : whole
    const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\uFFFD'
  })
}

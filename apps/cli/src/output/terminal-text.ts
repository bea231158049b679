/** Words and emoji are written with these: joiners, and the selectors of emoji and of Mongolian letters. */
const needed = String.raw`[\n\t\u200C\u200D]|[\uFE00-\uFE0F]|[\u180B-\u180D\u180F]`
const unseen = String.raw`[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]`

/**
 * Characters that a terminal does not show, or that change how others are shown: control characters but for line ends
 * and tabs, directions, zero-width characters, tags, selectors that can carry data.
 */
export const unseenCharacters = new RegExp(`(?!${needed})${unseen}`, 'gu')

/** One letter may have so many marks; no script needs more. A flood of them paints over the lines above. */
const marksTooMany = /(\p{M}{8})\p{M}+/gu

/**
 * Removes from a text of a server or a model what could move the cursor, rewrite the screen, write to the clipboard, or
 * hide something in what is copied. Line ends and tabs stay.
 */
export function toPrintable(text: string): string {
  return text.replace(unseenCharacters, '').replace(marksTooMany, '$1')
}

/** Does what `toPrintable` does for a text that arrives in chunks: marks are counted across chunks. */
export function createChunkPrinter(): (chunk: string) => string {
  let marks = ''
  return (chunk) => {
    const shown = toPrintable(marks + chunk)
    const fresh = shown.slice(marks.length)
    marks = /\p{M}{0,8}$/u.exec(shown)?.[0] ?? ''
    return fresh
  }
}

/**
 * Everything that is invisible, looks like a blank, or changes how the rest looks. Characters for private use and
 * unassigned ones are invisible in many fonts.
 */
const hidden = /(?! )[\u{16FE4}\u{1D159}\u2800\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{4})\p{M}/gu

const emoji = String.raw`\p{Extended_Pictographic}`

/** What holds the parts of one emoji together. */
const partOfEmoji = new RegExp(
  String.raw`(?<=${emoji})\uFE0F|(?<=${emoji}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=${emoji})`,
  'gu',
)

/**
 * Writes a text in one line so that nothing in it is hidden: what is invisible, or would turn the rest around, is
 * written as `\u202e`. For names, and for everything that the user is asked to confirm.
 */
export function toVisible(text: string): string {
  const kept = new Set(Array.from(text.matchAll(partOfEmoji), ({ index }) => index))
  return text.replace(hidden, (character: string, place: number) => (kept.has(place) ? character : escape(character)))
}

function escape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}

/** Joins the lines of a text, in linear time: `\s*\n\s*` is quadratic on a text of blanks. */
export function toOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
}

/** Words and emoji are written with these: joiners, and the selectors of emoji and of Mongolian letters. */
const needed = String.raw`[\n\t\u200C\u200D]|[\uFE00-\uFE0F]|[\u180B-\u180D\u180F]`
const unseen = String.raw`[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]`

/**
 * Characters that a terminal does not show, or that change how others are shown: control characters but for line ends
 * and tabs, directions, zero-width characters, tags, selectors that can carry data.
 */
export const unseenCharacters = new RegExp(`(?!${needed})${unseen}`, 'gu')

/** So many marks may stand upon one letter; no script needs more. A flood of them paints over the lines above. */
const marksTooMany = /(\p{M}{8})\p{M}+/gu

/**
 * Takes out of a text that a server or a model wrote what could move the cursor, rewrite what stands on the screen, put
 * text into the clipboard, or hide something in what is copied. Line ends and tabs stay.
 */
export function toPrintable(text: string): string {
  return text.replace(unseenCharacters, '').replace(marksTooMany, '$1')
}

/** Does what `toPrintable` does for a text that comes in pieces: marks count on from one piece to the next. */
export function createPiecePrinter(): (piece: string) => string {
  let marks = ''
  return (piece) => {
    const shown = toPrintable(marks + piece)
    const fresh = shown.slice(marks.length)
    marks = /\p{M}{0,8}$/u.exec(shown)?.[0] ?? ''
    return fresh
  }
}

/**
 * Everything that looks like nothing, like a blank, or changes how the rest looks. What no standard gives a shape, for
 * private use or not assigned, many fonts show as nothing.
 */
const hidden = /(?! )[\u{16FE4}\u{1D159}\u2800\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{4})\p{M}/gu

const emoji = String.raw`\p{Extended_Pictographic}`

/** What holds the parts of one emoji together. */
const partOfEmoji = new RegExp(
  String.raw`(?<=${emoji})\uFE0F|(?<=${emoji}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=${emoji})`,
  'gu',
)

/**
 * Writes a text in one line so that it looks like what it is: what cannot be seen, or would turn the rest around, is
 * written as `\u202e`. For names and for everything that somebody says yes to.
 */
export function toVisible(text: string): string {
  const kept = new Set(Array.from(text.matchAll(partOfEmoji), ({ index }) => index))
  return text.replace(hidden, (character: string, place: number) => (kept.has(place) ? character : escape(character)))
}

function escape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}

/** Puts the lines of a text behind one another, in linear time: `\s*\n\s*` is quadratic on a text of blanks. */
export function toOneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
}

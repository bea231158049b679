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

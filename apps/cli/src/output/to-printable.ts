import { unseenCharacters } from './unseen-characters.js'

/** So many marks may stand upon one letter; no script needs more. A flood of them paints over the lines above. */
const marksTooMany = /(\p{M}{8})\p{M}+/gu

/**
 * Takes out of a text that a server or a model wrote what could move the cursor, rewrite what stands on the screen, put
 * text into the clipboard, or hide something in what is copied. Line ends and tabs stay.
 */
export function toPrintable(text: string): string {
  return text.replace(unseenCharacters, '').replace(marksTooMany, '$1')
}

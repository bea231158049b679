/** Words and emoji are written with these: joiners, and the selectors of emoji and of Mongolian letters. */
const needed = String.raw`[\n\t\u200C\u200D]|[\uFE00-\uFE0F]|[\u180B-\u180D\u180F]`
const unseen = String.raw`[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]`

/**
 * Characters that a terminal does not show, or that change how others are shown: control characters but for line ends
 * and tabs, directions, zero-width characters, tags, selectors that can carry data.
 */
export const unseenCharacters = new RegExp(`(?!${needed})${unseen}`, 'gu')

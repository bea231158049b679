/** The longest text of a server that an error shows, in characters. */
export const maxTextLength = 2000

/**
 * Cuts what a server wrote to a length that a person or a log can take. A secret is taken out before: half of one would
 * not be found any more.
 */
export function toBoundedText(text: string, limit: number = maxTextLength): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - 1)
  // Not within a character of two halves.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

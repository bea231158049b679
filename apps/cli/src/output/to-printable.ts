/**
 * Takes control characters out of text that a server or a model wrote, all but line ends and tabs: they could move the
 * cursor, rewrite what stands on the screen, or put text into the clipboard.
 */
export function toPrintable(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '')
}

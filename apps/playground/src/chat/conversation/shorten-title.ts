/** A title that a list can show: the first line, cut between words where it is long. */
export function shortenTitle(text: string, most = 60): string {
  const line = text.trim().split('\n', 1)[0]!.trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  const end = cut.search(/\s\S*$/)
  // A text without spaces, as in Japanese, is cut where it is long.
  return `${cut.slice(0, end > most / 2 ? end : most - 1).replace(/[\s,;:.–—-]+$/u, '')}…`
}

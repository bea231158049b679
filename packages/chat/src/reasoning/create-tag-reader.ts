/** Takes more text and says which of it are thoughts and which is text for the reader. */
export type TagReader = (text: string, isEnd: boolean) => [thoughts: string, text: string]

/** Reads text that may begin with thoughts between two tags. What could become a tag waits for more. */
export function createTagReader(startTag: string, endTag: string, startsInside = false): TagReader {
  let state: 'before' | 'inside' | 'after' = startsInside ? 'inside' : 'before'
  let held = ''
  return (piece, isEnd) => {
    held += piece
    let thoughts = ''
    if (state === 'before') {
      const text = held.trimStart()
      if (text.startsWith(startTag)) {
        state = 'inside'
        held = text.slice(startTag.length)
      } else if (isEnd || !startTag.startsWith(text)) state = 'after'
    }
    if (state === 'inside') {
      const end = held.indexOf(endTag)
      if (end >= 0) state = 'after'
      const length = end >= 0 ? end : held.length - (isEnd ? 0 : countPossible(held, endTag))
      thoughts = held.slice(0, length)
      held = held.slice(end >= 0 ? end + endTag.length : length)
    }
    const text = state === 'after' ? held : ''
    if (text) held = ''
    return [thoughts, text]
  }
}

/** How many characters at the end of a text could be the beginning of a tag. */
function countPossible(text: string, tag: string): number {
  for (let count = Math.min(tag.length - 1, text.length); count > 0; count--) {
    if (text.endsWith(tag.slice(0, count))) return count
  }
  return 0
}

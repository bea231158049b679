/** About 250 tokens: long enough to say something, short enough to be about one thing. In characters. */
const longest = 1000

/** Where a passage may end, the best place first. */
const ends = ['\n\n', '\n', '. ', '? ', '! ', '; ', ' ']

/** Splits a text that arrives in slices. */
export interface PassageSplitter {
  /** Takes the next slice, and returns the passages that are complete. */
  add(slice: string): string[]
  /** Returns those that are left at the end of the text. */
  end(): string[]
}

/** Splits a text into passages of at most 1000 characters, between paragraphs or sentences where it can. */
export function createPassageSplitter(): PassageSplitter {
  let rest = ''
  const take = (kept: number): string[] => {
    const passages: string[] = []
    let start = 0
    while (rest.length - start > kept) {
      const size = findEnd(rest, start)
      const passage = rest.slice(start, start + size).trim()
      if (passage) passages.push(passage)
      start += size
    }
    rest = rest.slice(start)
    return passages
  }
  return {
    add(slice) {
      rest = (rest + slice).replaceAll('\r\n', '\n')
      return take(longest)
    },
    end: () => take(0),
  }
}

function findEnd(text: string, start: number): number {
  if (text.length - start <= longest) return text.length - start
  const window = text.slice(start, start + longest)
  for (const end of ends) {
    const place = window.lastIndexOf(end) + end.length
    if (place - end.length >= longest / 2) return place
  }
  // Not between the halves of one character.
  const isHigh = /[\uD800-\uDBFF]$/.test(window)
  return isHigh ? longest - 1 : longest
}

/** Cuts a text that comes in chunks at the marks in it. */
export interface MarkCutter {
  /** Takes in a chunk: what is between marks goes to `take`, each mark to `cross`, in their order. */
  feed(chunk: string, take: (text: string) => void, cross: (mark: string) => void): void
  /** The end of the text, which waits because a mark may begin with it. */
  readonly held: string
}

/**
 * Gets ready to cut at these marks; of two that begin at one place the longer counts. An end with which a mark begins is
 * held back: `<` and `function` come as one where `<think>` is looked for (chat_tools_choice_none_stream).
 */
export function cutAtMarks(marks: readonly string[]): MarkCutter {
  const known = marks.filter((mark) => mark !== '').sort((one, other) => other.length - one.length)
  const pattern = new RegExp(known.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'g')
  const firsts = known.map((mark) => mark.charAt(0)).join('')
  const longest = known[0]?.length ?? 0
  let held = ''

  /** Where the end of a text begins that may become a mark. */
  const findHeld = (text: string, from: number): number => {
    for (let at = Math.max(from, text.length - longest + 1); at < text.length; at += 1) {
      if (!firsts.includes(text.charAt(at))) continue
      const end = text.slice(at)
      if (known.some((mark) => mark.startsWith(end))) return at
    }
    return text.length
  }

  return {
    get held() {
      return held
    },
    feed(chunk, take, cross) {
      const text = held + chunk
      let at = 0
      if (longest > 0) {
        pattern.lastIndex = 0
        for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
          if (found.index > at) take(text.slice(at, found.index))
          cross(found[0])
          at = pattern.lastIndex
        }
      }
      const end = findHeld(text, at)
      if (end > at) take(text.slice(at, end))
      held = text.slice(end)
    },
  }
}

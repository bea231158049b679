/** Keeps long texts out of the line in which they are written: a mark stands for each. */
export interface PasteShelf {
  /** The text itself, or its mark if it is long. */
  put(text: string): string
  /** A line with its texts in place of their marks. */
  expand(line: string): string
}

/** Longer texts get a mark: an editor of one line is of no use for them, and slow. */
const most = { lines: 8, characters: 1200 }

/** Creates a shelf without texts. */
export function createPasteShelf(): PasteShelf {
  const texts = new Map<string, string>()
  return {
    put(text) {
      const lines = text.split('\n').length
      if (lines <= most.lines && text.length <= most.characters) return text
      const size = lines === 1 ? `${text.length} characters` : `${lines} lines`
      const mark = `[text ${texts.size + 1}: ${size}]`
      texts.set(mark, text)
      return mark
    },
    expand: (line) => line.replace(/\[text \d+: \d+ (?:lines|characters)\]/g, (mark) => texts.get(mark) ?? mark),
  }
}

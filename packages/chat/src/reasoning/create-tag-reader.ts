/** Takes more text and splits it into reasoning and text for the reader. */
export type TagReader = (text: string, isEnd: boolean) => [reasoning: string, text: string]

/** Whether text begins inside reasoning; `unknown` if only the closing tag can show it. */
export type ReasoningStart = boolean | 'unknown'

/**
 * Reads text that may begin with reasoning between two tags. What could become a tag waits for more text; with an
 * unknown start, all text waits for the closing tag.
 */
export function createTagReader(startTag: string, endTag: string, startsInside: ReasoningStart = false): TagReader {
  let state: 'before' | 'unknown' | 'inside' | 'after' = startsInside === true ? 'inside' : 'before'
  let held = ''
  /** White space before any text, and text whose kind is not known yet: joined once, when it is known. */
  const waiting: string[] = []
  const takeWaiting = () => waiting.splice(0).join('')

  return (piece, isEnd) => {
    held += piece
    let reasoning = ''
    if (state === 'before') {
      const text = held.trimStart()
      if (text.startsWith(startTag)) {
        state = 'inside'
        held = text.slice(startTag.length)
        waiting.length = 0
      } else if (isEnd || !startTag.startsWith(text)) {
        held = takeWaiting() + held
        state = startsInside === 'unknown' ? 'unknown' : 'after'
      } else if (!text) {
        // Prepending the white space to the next chunk would make each chunk cost more than the last.
        waiting.push(held)
        held = ''
      }
    }
    if (state === 'unknown') {
      const end = findClosingTag(held, endTag, waiting.at(-1)?.at(-1))
      if (end >= 0) {
        reasoning = takeWaiting() + held.slice(0, end)
        held = held.slice(end + endTag.length)
        state = 'after'
      } else if (isEnd) {
        held = takeWaiting() + held
        state = 'after'
      } else {
        const passed = held.slice(0, -endTag.length)
        if (passed) waiting.push(passed)
        held = held.slice(-endTag.length)
      }
    }
    if (state === 'inside') {
      const end = held.indexOf(endTag)
      if (end >= 0) state = 'after'
      const length = end >= 0 ? end : held.length - (isEnd ? 0 : countPossible(held, endTag))
      reasoning = held.slice(0, length)
      held = held.slice(end >= 0 ? end + endTag.length : length)
    }
    const text = state === 'after' ? held : ''
    if (text) held = ''
    return [reasoning, text]
  }
}

/** Finds a closing tag that is not quoted: text about tags puts them in quotation marks or code. */
function findClosingTag(text: string, tag: string, before = ' '): number {
  let place = text.indexOf(tag)
  while (place >= 0 && '`"\'“‘«'.includes(text[place - 1] ?? before)) place = text.indexOf(tag, place + 1)
  return place
}

/** How many characters at the end of a text could be the beginning of a tag. */
function countPossible(text: string, tag: string): number {
  for (let count = Math.min(tag.length - 1, text.length); count > 0; count--) {
    if (text.endsWith(tag.slice(0, count))) return count
  }
  return 0
}

import { codeFences, reasoningTags } from './find-json.js'

/**
 * Passes on the JSON of a reply as it grows, without reasoning before it or a code fence around it. Text that begins
 * with anything else is passed on as it is. What could become a tag or a fence waits for the next chunk.
 */
export function createJsonFinder(): (piece: string) => string {
  let state: 'before' | 'reasoning' | 'language' | 'fenced' | 'json' | 'after' = 'before'
  let held = ''
  let closer = ''
  let isString = false
  let isEscaped = false

  const begin = (piece: string): string => {
    // White space is dropped at once: keeping it would make each chunk of it cost more than the last.
    held = (held + piece).trimStart()
    const rest = held
    const tags = reasoningTags.find(([open]) => rest.startsWith(open))
    const fence = codeFences.find((each) => rest.startsWith(each))
    const marks = [...reasoningTags.map(([open]) => open), ...codeFences]
    if (!tags && !fence && marks.some((mark) => mark.startsWith(rest))) return ''
    held = ''
    state = tags ? 'reasoning' : fence ? 'language' : 'json'
    closer = tags?.[1] ?? fence?.[0] ?? ''
    return find(rest.slice(tags?.[0].length ?? fence?.length ?? 0))
  }
  const skipReasoning = (piece: string): string => {
    const text = held + piece
    const end = text.indexOf(closer)
    held = end < 0 ? text.slice(1 - closer.length) : ''
    if (end < 0) return ''
    state = 'before'
    return find(text.slice(end + closer.length))
  }
  const skipLanguage = (piece: string): string => {
    const place = piece.search(/[\n{["]/)
    if (place < 0) return ''
    state = 'fenced'
    return find(piece.slice(place))
  }
  /** Outside strings, JSON never contains the character of a fence. */
  const readFenced = (piece: string): string => {
    for (let place = 0; place < piece.length; place++) {
      const char = piece[place]
      if (isEscaped) isEscaped = false
      else if (char === '\\') isEscaped = isString
      else if (char === '"') isString = !isString
      else if (char === closer && !isString) {
        state = 'after'
        return piece.slice(0, place)
      }
    }
    return piece
  }
  const find = (piece: string): string => {
    if (state === 'json') return piece
    if (state === 'before') return begin(piece)
    if (state === 'reasoning') return skipReasoning(piece)
    if (state === 'language') return skipLanguage(piece)
    return state === 'fenced' ? readFenced(piece) : ''
  }
  return find
}

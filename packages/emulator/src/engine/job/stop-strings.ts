/** What a stop string search says about the text that is not handed out yet. */
export interface StopSearch {
  /** How much of the text may be handed out. */
  readonly free: number
  /** The stop string that was found, which begins at `free`. */
  readonly found: string | null
}

/** Looks for stop strings in a text that grows. */
export interface StopSearcher {
  /**
   * Takes in what was added to the text. An end that could become a stop string is held back, and counts as the
   * beginning of the text next time.
   */
  feed(added: string): StopSearch
}

/**
 * Gets ready to look for stop strings; each text gets a searcher of its own. Each character is looked at once per stop
 * string, however long these are and however much of them is held back.
 */
export function compileStops(stopStrings: readonly string[]): () => StopSearcher {
  const stops = stopStrings
    .filter((stop) => stop !== '')
    .map((text): CompiledStop => ({ text, fallbacks: findFallbacks(text) }))
  return () => createSearcher(stops)
}

/** A stop string, and where to go on when the character after so many of its own does not fit. */
interface CompiledStop {
  readonly text: string
  readonly fallbacks: Int32Array
}

function createSearcher(stops: readonly CompiledStop[]): StopSearcher {
  /** How much of each stop string the text ends with. */
  const matched = new Int32Array(stops.length)
  let held = 0
  return {
    feed(added) {
      const length = held + added.length
      let first = length
      let found: string | null = null
      held = 0
      for (const [index, stop] of stops.entries()) {
        const { end, now } = advance(stop, matched[index] ?? 0, added)
        matched[index] = now
        if (now > held) held = now
        if (end < 0) continue
        const begin = length - added.length + end - stop.text.length
        // Of two that begin at one place, the one that stands first in the request counts.
        if (begin >= first && found !== null) continue
        first = begin
        found = stop.text
      }
      return { free: found === null ? length - held : first, found }
    },
  }
}

/** Takes characters in until the stop string is whole: how many that took, or -1 when it is not whole yet. */
function advance({ text, fallbacks }: CompiledStop, before: number, added: string): { end: number; now: number } {
  let now = before
  for (let at = 0; at < added.length; at += 1) {
    const code = added.charCodeAt(at)
    while (now > 0 && text.charCodeAt(now) !== code) now = fallbacks[now - 1] ?? 0
    if (text.charCodeAt(now) === code) now += 1
    if (now === text.length) return { end: at + 1, now }
  }
  return { end: -1, now }
}

/** For each beginning of a text, the length of its longest end that is a beginning too (Knuth, Morris and Pratt). */
function findFallbacks(text: string): Int32Array {
  const fallbacks = new Int32Array(text.length)
  let matched = 0
  for (let at = 1; at < text.length; at += 1) {
    while (matched > 0 && text.charCodeAt(at) !== text.charCodeAt(matched)) matched = fallbacks[matched - 1] ?? 0
    if (text.charCodeAt(at) === text.charCodeAt(matched)) matched += 1
    fallbacks[at] = matched
  }
  return fallbacks
}

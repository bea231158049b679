/** What a stop string search says about the text that is not handed out yet. */
export interface StopSearch {
  /** How much of the text may be handed out. */
  readonly free: number
  /** The stop string that was found, which begins at `free`. */
  readonly found: string | null
}

/** Looks for stop strings; an end of the text that could become one is held back. */
export function searchStopStrings(text: string, stopStrings: readonly string[]): StopSearch {
  let found: string | null = null
  let first = text.length
  for (const stop of stopStrings) {
    const at = stop === '' ? -1 : text.indexOf(stop)
    if (at >= 0 && (at < first || found === null)) {
      first = at
      found = stop
    }
  }
  if (found !== null) return { free: first, found }
  let held = 0
  for (const stop of stopStrings) {
    for (let length = Math.min(stop.length - 1, text.length); length > held; length--) {
      if (text.endsWith(stop.slice(0, length))) held = length
    }
  }
  return { free: text.length - held, found: null }
}

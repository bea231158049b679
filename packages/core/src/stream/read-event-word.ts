/** Words that are JSON. */
const literals = new Set(['null', 'true', 'false'])

/** The word that an event may be instead of JSON: `[DONE]`, also in small letters or as JSON, or `ping`. */
export function readEventWord(data: string): string {
  const word = data.trim()
  return /^"\[DONE\]"$|^\[?[a-z-]+\]?$/i.test(word) && !literals.has(word)
    ? word.replace(/["[\]]/g, '').toLowerCase()
    : word
}

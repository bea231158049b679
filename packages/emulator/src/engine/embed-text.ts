/**
 * A vector of unit length for a text: the same text always gives the same one, and texts that share words and parts of
 * words lie nearer to each other, so that a search over them finds something sensible.
 */
export function embedText(text: string, dimensions: number): Float32Array {
  const sums = new Float64Array(dimensions)
  for (const feature of readFeatures(text)) {
    let state = hash(feature)
    for (let index = 0; index < dimensions; index += 1) {
      state = scramble(state)
      sums[index] = (sums[index] ?? 0) + state / 0x80000000 - 1
    }
  }
  const length = Math.hypot(...sums) || 1
  return Float32Array.from(sums, (value) => value / length)
}

/** Characters of a text that are read: an embedding model cuts what is longer than its context, too. */
const read = 8192

/** Whole words count for more than the three-letter parts in them. */
function readFeatures(text: string): string[] {
  const words = text
    .slice(0, read)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [text.slice(0, read)]
  return words.flatMap((word) => {
    const padded = `^${word}$`
    const parts = Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3))
    return [word, word, ...parts]
  })
}

/** FNV-1a over the UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}

function scramble(state: number): number {
  let value = (state + 0x9e3779b9) | 0
  value = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97)
  return (value ^ (value >>> 15)) >>> 0
}

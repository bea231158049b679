import type { SearchedDocument } from './documents.js'

/** A passage, and how close it is to a question: the cosine of their vectors, at most 1. */
export interface RankedPassage {
  file: string
  text: string
  similarity: number
}

/** So many numbers are multiplied before the page may draw: a few milliseconds. */
const pause = 1_000_000

/** Finds the passages that are closest to a question, the closest first. */
export async function rankPassages(
  documents: readonly Pick<SearchedDocument, 'name' | 'passages' | 'vectors'>[],
  question: Float32Array,
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<RankedPassage[]> {
  const best: RankedPassage[] = []
  const length = Math.hypot(...question)
  let multiplied = 0
  for (const { name, passages, vectors } of documents) {
    for (const [place, vector] of vectors.entries()) {
      multiplied += vector.length
      if (multiplied > pause) {
        multiplied = 0
        await letPageDraw()
        signal.throwIfAborted()
      }
      const similarity = compare(question, vector) / length
      if (best.length === most && similarity <= best.at(-1)!.similarity) continue
      best.push({ file: name, text: passages[place] ?? '', similarity })
      best.sort((one, other) => other.similarity - one.similarity)
      best.length = Math.min(best.length, most)
    }
  }
  return best
}

/** The product of two vectors, divided by the length of the second. */
function compare(question: Float32Array, vector: Float32Array): number {
  let product = 0
  let square = 0
  for (let index = 0; index < vector.length; index += 1) {
    const value = vector[index]!
    product += value * (question[index] ?? 0)
    square += value * value
  }
  return product / Math.sqrt(square || 1)
}

/** Not a timer: those of a tab in the background come once a second. */
function letPageDraw(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

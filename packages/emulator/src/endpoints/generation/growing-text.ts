/** Chunks that are kept apart at most. */
const MOST_CHUNKS = 1000

/** A text that many chunks are added to, joined by the thousand: one by one they take more than their letters. */
export interface GrowingText {
  add(chunk: string): void
  whole(): string
}

/** An empty text. */
export function createGrowingText(): GrowingText {
  let joined: string[] = []
  let chunks: string[] = []
  const join = (): void => {
    joined.push(chunks.join(''))
    chunks = []
  }
  return {
    add(chunk) {
      chunks.push(chunk)
      if (chunks.length === MOST_CHUNKS) join()
    },
    whole() {
      join()
      joined = [joined.join('')]
      return joined[0] ?? ''
    },
  }
}

/** Cosine similarity of every pair of vectors, row by row; -1 to 1. For a zero vector it is 0, even with itself. */
export function measureSimilarities(vectors: readonly Float32Array[]): Float64Array[] {
  const lengths = vectors.map((vector) => Math.sqrt(multiply(vector, vector)))
  const rows = vectors.map(() => new Float64Array(vectors.length))
  for (const [row, left] of vectors.entries()) {
    for (let column = row; column < vectors.length; column += 1) {
      const scale = lengths[row]! * lengths[column]!
      // Rounding can exceed the range slightly.
      const value = scale === 0 ? 0 : Math.max(-1, Math.min(1, multiply(left, vectors[column]!) / scale))
      rows[row]![column] = value
      rows[column]![row] = value
    }
  }
  return rows
}

function multiply(left: Float32Array, right: Float32Array): number {
  let sum = 0
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * (right[index] ?? 0)
  return sum
}

/** Sorts the positions of all texts by similarity to one of them, which comes first. */
export function sortBySimilarity(similarities: readonly Float64Array[], place: number): number[] {
  const values = similarities[place]
  const places = similarities.map((_, index) => index)
  if (!values) return places
  return places.sort((left, right) => {
    if (left === place || right === place) return left === place ? -1 : 1
    return values[right]! - values[left]! || left - right
  })
}

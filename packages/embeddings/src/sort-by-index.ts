import { TabbyResponseError } from '@tabby/core'

/**
 * Puts the vectors in the order of their texts. `index` says which text each belongs to; nothing guarantees that they
 * arrive in order. A response without any index is taken in the order in which it arrived.
 *
 * @throws TabbyResponseError when there are not as many vectors as texts, or an index is missing, too large or taken.
 */
export function sortByIndex<Entry extends { index?: number | null | undefined }>(
  entries: readonly Entry[],
  texts: number,
): (Entry & { index: number })[] {
  if (entries.length !== texts) {
    throw toError(`returned ${entries.length} vectors for ${texts} texts`, 'data')
  }
  // A map, so that an index from outside never becomes a position in a list before it is compared with the length.
  const sorted = new Map<number, Entry & { index: number }>()
  const areNumbered = entries.some(({ index }) => index !== undefined && index !== null)
  for (const [place, entry] of entries.entries()) {
    const index = areNumbered ? entry.index : place
    const path = `data.${place}.index`
    if (index === undefined || index === null) throw toError(`returned a vector without an index at ${path}`, path)
    if (index >= texts || sorted.has(index))
      throw toError(`returned an index of no text, or a second time, at ${path}`, path)
    sorted.set(index, { ...entry, index })
  }
  return Array.from({ length: texts }, (_, index) => sorted.get(index)!)
}

function toError(problem: string, path: string): TabbyResponseError {
  return new TabbyResponseError(`POST /v1/embeddings ${problem}`, { paths: [path] })
}

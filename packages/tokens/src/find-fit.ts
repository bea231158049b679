/**
 * Finds the smallest of the numbers from `low` to `last` whose count is within the limit, by halves, and that count.
 * When none is, or only the last, it is the last: `log2(last - low + 1) + 1` counts at most.
 */
export async function findFit(
  low: number,
  last: number,
  limit: number,
  count: (value: number) => Promise<number>,
): Promise<[value: number, count: number]> {
  let high = last
  let counted: number | undefined
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const tokens = await count(middle)
    if (tokens > limit) low = middle + 1
    else [high, counted] = [middle, tokens]
  }
  return [high, counted ?? (await count(high))]
}

/**
 * How many values a parsed value holds; `Infinity` as soon as they are more than the limit. So many letters of a text
 * count for one more.
 */
export function weighValue(value: unknown, limit: number, letters = 64): number {
  let weight = 0
  const open: unknown[] = [value]
  while (open.length > 0 && weight <= limit) {
    const next = open.pop()
    weight += 1
    if (typeof next === 'string') weight += next.length / letters
    else if (typeof next === 'object' && next !== null) {
      for (const key in next) {
        if (weight + open.length > limit) return Infinity
        weight += key.length / letters
        open.push((next as Record<string, unknown>)[key])
      }
    }
  }
  return weight > limit ? Infinity : weight
}

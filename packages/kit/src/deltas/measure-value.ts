/**
 * Says about how many characters a value would take as JSON, without writing it. It stops at the limit, so a value that
 * contains itself is too large and no endless loop.
 */
export function measureValue(value: unknown, limit: number): number {
  const waiting = [value]
  let size = 0
  while (waiting.length > 0 && size <= limit) {
    const next = waiting.pop()
    size += 8
    if (typeof next === 'string') size += next.length
    else if (Array.isArray(next)) for (const member of next) waiting.push(member)
    else if (typeof next === 'object' && next !== null) {
      for (const [name, member] of Object.entries(next)) {
        size += name.length
        waiting.push(member)
      }
    }
  }
  return size
}

import { TabbyRequestError } from '@tabby/core'

/** Deeper than any schema that somebody wrote, and what the server still reads (recording http_deep_json: 500). */
const deepest = 200

/** Schemas that share parts can be small in memory and without end on the network. */
const most = 200_000

/**
 * Refuses what cannot be written as JSON: circles, values that are nested deeper than 200 levels or have more than
 * 200,000 parts, functions and big integers.
 *
 * @throws TabbyRequestError that names the place, or the beginning of one that is too deep.
 */
export function requireFiniteJson(value: unknown, place: string): void {
  let count = 0
  const path: string[] = [place]
  const walk = (part: unknown): void => {
    if (typeof part === 'function' || typeof part === 'bigint' || typeof part === 'symbol') {
      throw new TabbyRequestError(`${path.join('.')} is not JSON: a ${typeof part} cannot be sent`)
    }
    if (typeof part !== 'object' || part === null) return
    if (path.length > deepest) {
      const start = path.slice(0, 4).join('.')
      throw new TabbyRequestError(`${start}... is nested deeper than ${deepest} levels, or contains itself`)
    }
    if (++count > most) {
      throw new TabbyRequestError(`${place} has more than ${most} parts, or repeats its own parts without end`)
    }
    for (const [key, member] of Object.entries(part)) {
      path.push(key)
      walk(member)
      path.pop()
    }
  }
  walk(value)
}

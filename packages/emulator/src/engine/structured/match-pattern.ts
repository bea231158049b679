import type { PatternNode } from './parse-pattern.js'

/** Steps that a match may take: each may cost a microsecond, and nothing else happens meanwhile. */
const budget = 80_000

/** Whether a pattern matches a text from its beginning to its end. */
export function matchesWhole(pattern: PatternNode, text: string): boolean {
  return endsOf(pattern, text).has([...text].length)
}

/** Whether a pattern matches some characters at the beginning of a text. */
export function matchesPrefix(pattern: PatternNode, text: string): boolean {
  try {
    return Math.max(0, ...endsOf(pattern, text)) > 0
  } catch {
    return false
  }
}

/**
 * All places at which a match that begins with the text can end. It follows every way at once, with each place but once
 * in each part of the pattern, so that the work grows with the pattern times the text and not with the number of ways.
 * Throws when even that is too much.
 */
function endsOf(pattern: PatternNode, text: string): ReadonlySet<number> {
  const characters = [...text]
  let left = budget
  const isWord = (at: number): boolean => /^\w$/.test(characters[at] ?? '')

  const follow = (node: PatternNode, from: ReadonlySet<number>): ReadonlySet<number> => {
    left -= 1 + from.size
    if (left < 0) throw new RangeError('the pattern takes too much work')
    switch (node.kind) {
      case 'one': {
        const after = new Set<number>()
        for (const at of from) {
          const character = characters[at]
          if (character !== undefined && node.takes(character)) after.add(at + 1)
        }
        return after
      }
      case 'all': {
        let reached = from
        for (const inner of node.nodes) {
          if (reached.size === 0) return reached
          reached = follow(inner, reached)
        }
        return reached
      }
      case 'either': {
        const reached = new Set<number>()
        for (const inner of node.nodes) for (const at of follow(inner, from)) reached.add(at)
        return reached
      }
      case 'repeat':
        return repeat(node, from)
      default:
        return new Set([...from].filter((at) => isPlace(node.place, at)))
    }
  }

  const repeat = (node: Extract<PatternNode, { kind: 'repeat' }>, from: ReadonlySet<number>): ReadonlySet<number> => {
    const reached = new Set<number>(node.least === 0 ? from : [])
    let current = from
    for (let times = 1; times <= node.most && current.size > 0; times += 1) {
      const next = follow(node.node, current)
      if (times < node.least) {
        // Once a round leads nowhere new, the rest of them does not either.
        if (isSame(next, current)) times = node.least - 1
        current = next
        continue
      }
      current = new Set([...next].filter((at) => !reached.has(at)))
      for (const at of current) reached.add(at)
    }
    return reached
  }

  const isPlace = (place: string, at: number): boolean => {
    if (place === 'start') return at === 0
    if (place === 'end') return at === characters.length
    return (isWord(at - 1) !== isWord(at)) === (place === 'edge')
  }

  return follow(pattern, new Set([0]))
}

function isSame(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return one.size === other.size && [...one].every((at) => other.has(at))
}

import { matchesWhole } from './match-pattern.js'
import { parsePattern, type PatternNode } from './parse-pattern.js'

/** Characters that are written out at most. */
const longestSample = 10_000

/**
 * Makes a text that a regular expression matches as a whole, or `undefined` where that is beyond this small sampler.
 */
export function samplePattern(pattern: string): string | undefined {
  const node = parsePattern(pattern)
  if (!node) return undefined
  try {
    const sample = write(node)
    // A place in the middle, such as `a^b`, is passed over when a text is made and shows only here.
    return matchesWhole(node, sample) ? sample : undefined
  } catch {
    return undefined
  }
}

function write(node: PatternNode): string {
  switch (node.kind) {
    case 'one':
      return node.sample
    case 'either':
      return node.nodes[0] ? write(node.nodes[0]) : ''
    case 'repeat': {
      const { least, most } = node
      const once = write(node.node)
      const wanted = most === Infinity && least === 1 ? 3 : Math.max(least, 1)
      return limited(once.length * Math.min(most, wanted)) && once.repeat(Math.min(most, wanted))
    }
    case 'all': {
      let text = ''
      for (const inner of node.nodes) text += limited(text.length) && write(inner)
      return limited(text.length) && text
    }
    default:
      return ''
  }
}

function limited(length: number): true {
  if (length > longestSample) throw new RangeError('too long to be sampled')
  return true
}

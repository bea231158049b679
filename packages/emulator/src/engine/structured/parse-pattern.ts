import { type PatternReader, readEscape, readQuantifier, readSet } from './pattern-tokens.js'

/** A part of a regular expression, as far as samples are made of them. */
export type PatternNode =
  /** One character: how a text is made of it, and what else it takes. */
  | { readonly kind: 'one'; readonly sample: string; takes(character: string): boolean }
  | { readonly kind: 'all'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly least: number; readonly most: number }
  /** A place between characters: a beginning, an end, or an edge of a word. */
  | { readonly kind: 'place'; readonly place: 'start' | 'end' | 'edge' | 'inside' }

/** Characters of a pattern that is looked at. */
const longestPattern = 10_000
/** Groups within groups. */
const deepest = 200

/**
 * Reads a regular expression; `undefined` for one that is broken, that looks around or back, or that is too long. It is
 * a client's, so it never becomes a `RegExp`: those try every way through it, which can take longer than anybody lives.
 */
export function parsePattern(pattern: string): PatternNode | undefined {
  if (pattern.length > longestPattern) return undefined
  const reader: PatternReader = { pattern, at: 0, sets: new Map(), work: 0 }
  try {
    const node = readAlternatives(reader, 0)
    return reader.at < pattern.length ? undefined : node
  } catch {
    return undefined
  }
}

function readAlternatives(reader: PatternReader, depth: number): PatternNode {
  if (depth > deepest) throw new RangeError('nested too deeply')
  const nodes = [readSequence(reader, depth)]
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1
    nodes.push(readSequence(reader, depth))
  }
  return { kind: 'either', nodes }
}

function readSequence(reader: PatternReader, depth: number): PatternNode {
  const nodes: PatternNode[] = []
  while (reader.at < reader.pattern.length) {
    const next = reader.pattern[reader.at]
    if (next === '|' || next === ')') break
    const node = readAtom(reader, depth)
    const { least, most } = readQuantifier(reader)
    if (least > most) throw new SyntaxError('numbers out of order')
    nodes.push(least === 1 && most === 1 ? node : { kind: 'repeat', node, least, most })
  }
  return { kind: 'all', nodes }
}

function readAtom(reader: PatternReader, depth: number): PatternNode {
  const next = String.fromCodePoint(reader.pattern.codePointAt(reader.at) ?? 0)
  reader.at += next.length
  switch (next) {
    case '(':
      return readGroup(reader, depth)
    case '[':
      return readSet(reader)
    case '\\':
      return readEscape(reader)
    case '.':
      return { kind: 'one', sample: 'a', takes: (character) => !/^[\n\r\u2028\u2029]$/.test(character) }
    case '^':
    case '$':
      return { kind: 'place', place: next === '^' ? 'start' : 'end' }
    case '*':
    case '+':
    case '?':
      throw new SyntaxError('nothing to repeat')
    default:
      return { kind: 'one', sample: next, takes: (character) => character === next }
  }
}

const groupPattern = /\?(?::|P?<[A-Za-z_]\w*>)/y

function readGroup(reader: PatternReader, depth: number): PatternNode {
  groupPattern.lastIndex = reader.at
  const head = groupPattern.exec(reader.pattern)?.[0] ?? ''
  if (head === '' && reader.pattern[reader.at] === '?') throw new SyntaxError('looking around is not sampled')
  reader.at += head.length
  const node = readAlternatives(reader, depth + 1)
  if (reader.pattern[reader.at] !== ')') throw new SyntaxError('unterminated group')
  reader.at += 1
  return node
}

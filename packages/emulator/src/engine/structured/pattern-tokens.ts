import type { PatternNode } from './parse-pattern.js'

/** A pattern, and how far it was read. */
export interface PatternReader {
  readonly pattern: string
  at: number
  /** The sets and classes that were read, by how they are written: each is made once. */
  readonly sets: Map<string, PatternNode>
  /** What making the sets took so far. */
  work: number
}

/**
 * Different sets of one pattern, each with its properties such as `\p{L}`: making a set takes the machine up to half a
 * millisecond for each property in it, the same one as often as it stands there.
 */
const mostWork = 100

/** What a set is tried with, the most ordinary first. */
const candidates = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?/\\@#$%&*+=()[]{}<>|~^\'"`\n\t\ré日Ωя👍',
]

const setPattern = /\^?\]?(?:\\[^]|[^\]\\])*?\]/y

/** Reads a set, whose bracket was read already. */
export function readSet(reader: PatternReader): PatternNode {
  setPattern.lastIndex = reader.at
  const body = setPattern.exec(reader.pattern)?.[0]
  if (body === undefined) throw new SyntaxError('unterminated set')
  reader.at += body.length
  return oneOf(reader, `[${body}`)
}

const escape = /[pP]\{[\w=]+\}|u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[^]/y
const samples: ReadonlyMap<string, string> = new Map([
  ['d', '4'],
  ['W', ' '],
  ['s', ' '],
])

/** Reads what comes after a backslash. */
export function readEscape(reader: PatternReader): PatternNode {
  escape.lastIndex = reader.at
  const body = escape.exec(reader.pattern)?.[0]
  if (body === undefined || /^[1-9k]/.test(body)) throw new SyntaxError('references are not sampled')
  reader.at += body.length
  if (body === 'b' || body === 'B') return { kind: 'place', place: body === 'b' ? 'edge' : 'inside' }
  if (body === 'A') return { kind: 'place', place: 'start' }
  if (body === 'Z' || body === 'z') return { kind: 'place', place: 'end' }
  if (/^[dDwWsSpPuxcnrtfv0]/.test(body)) return oneOf(reader, `\\${body}`, samples.get(body))
  return { kind: 'one', sample: body, takes: (character) => character === body }
}

/** A set or a class. For one character the machine's own engine cannot go astray, so it says what belongs to it. */
function oneOf(reader: PatternReader, source: string, sample?: string): PatternNode {
  const { sets } = reader
  const known = sets.get(source)
  if (known) return known
  reader.work += source.split(/\\p/i).length
  if (reader.work > mostWork) throw new RangeError('too many sets')
  const matcher = new RegExp(`^${source}$`, 'u')
  const escaped = /^\\[^dDwWsSpP]/.test(source) ? literalOf(source) : undefined
  const found = sample ?? escaped ?? candidates.find((candidate) => matcher.test(candidate)) ?? firstOf(source, matcher)
  if (found === undefined) throw new SyntaxError('empty set')
  const node: PatternNode = { kind: 'one', sample: found, takes: (character) => matcher.test(character) }
  sets.set(source, node)
  return node
}

/** The character that an escape such as `\n` or `\u{1f600}` stands for. */
function literalOf(source: string): string | undefined {
  const code = /^\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))$/.exec(source)
  const digits = code?.[1] ?? code?.[2] ?? code?.[3]
  if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16))
  const simple = new Map([
    ['\\n', '\n'],
    ['\\r', '\r'],
    ['\\t', '\t'],
    ['\\f', '\f'],
    ['\\v', '\v'],
    ['\\0', '\0'],
  ])
  return simple.get(source)
}

/** The first character that stands in a set itself and belongs to it: for sets of rare letters. */
function firstOf(source: string, matcher: RegExp): string | undefined {
  for (const character of source.slice(1, 1000)) if (matcher.test(character)) return character
  return undefined
}

const quantifier = /(?:([*+?])|\{(\d{1,9})(,?)(\d{0,9})\})[?+]?/y

/** How often what was read before stands at least and at most. */
export function readQuantifier(reader: PatternReader): { least: number; most: number } {
  quantifier.lastIndex = reader.at
  const [whole, sign, least, comma, most] = quantifier.exec(reader.pattern) ?? []
  if (whole === undefined) return { least: 1, most: 1 }
  reader.at += whole.length
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
  return { least: Number(least), most: comma ? Number(most || Infinity) : Number(least) }
}

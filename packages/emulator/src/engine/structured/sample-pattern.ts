/**
 * Makes a text that a regular expression matches as a whole, or `undefined` where that is beyond this small sampler.
 */
export function samplePattern(pattern: string): string | undefined {
  const reader: Reader = { pattern, at: 0 }
  let sample: string
  try {
    sample = readAlternatives(reader)
    if (reader.at < pattern.length) return undefined
    return new RegExp(`^(?:${pattern})$`, 'u').test(sample) ? sample : undefined
  } catch {
    return undefined
  }
}

/** Characters that are written out at most. */
const LONGEST = 10_000

interface Reader {
  readonly pattern: string
  at: number
}

function readAlternatives(reader: Reader): string {
  let first: string | undefined
  for (;;) {
    const sequence = readSequence(reader)
    first ??= sequence
    if (reader.pattern[reader.at] !== '|') return first
    reader.at++
  }
}

function readSequence(reader: Reader): string {
  let sample = ''
  while (reader.at < reader.pattern.length) {
    const next = reader.pattern[reader.at]
    if (next === '|' || next === ')') break
    if (next === '^' || next === '$') {
      reader.at++
      continue
    }
    const atom = readAtom(reader)
    const [least, most] = readQuantifier(reader)
    const times = Math.min(most, Math.max(least, 1))
    if (times * atom.length > LONGEST) throw new RangeError('too long to be sampled')
    sample += atom.repeat(times)
  }
  return sample
}

function readAtom(reader: Reader): string {
  const next = reader.pattern[reader.at++] ?? ''
  if (next === '(') {
    if (/^\?[=!<]/.test(reader.pattern.slice(reader.at)) && !/^\?<\w/.test(reader.pattern.slice(reader.at))) {
      throw new SyntaxError('looking around is not sampled')
    }
    reader.at += /^\?(?::|P?<\w+>)/.exec(reader.pattern.slice(reader.at))?.[0].length ?? 0
    const inner = readAlternatives(reader)
    if (reader.pattern[reader.at++] !== ')') throw new SyntaxError('unterminated group')
    return inner
  }
  if (next === '[') return readSet(reader)
  if (next === '\\') return sampleEscape(reader.pattern[reader.at++] ?? '')
  return next === '.' ? 'a' : next
}

function readSet(reader: Reader): string {
  const end = /^\^?\]?(?:\\[^]|[^\]\\])*\]/.exec(reader.pattern.slice(reader.at))?.[0]
  if (end === undefined) throw new SyntaxError('unterminated set')
  reader.at += end.length
  const matcher = new RegExp(`^[${end}$`, 'u')
  const candidates =
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?/\\@#$%&*+=()[]{}<>|~^\'"`\n\té日'
  const found = [...candidates].find((candidate) => matcher.test(candidate))
  if (found === undefined) throw new SyntaxError('empty set')
  return found
}

function sampleEscape(letter: string): string {
  if (/[1-9]/.test(letter) || letter === '') throw new SyntaxError('references are not sampled')
  const classes: Record<string, string> = {
    d: '4',
    D: 'a',
    w: 'a',
    W: ' ',
    s: ' ',
    S: 'a',
    n: '\n',
    t: '\t',
    r: '\r',
    b: '',
    B: '',
    A: '',
    Z: '',
    z: '',
  }
  return classes[letter] ?? letter
}

/** How often the atom before stands at least and at most. */
function readQuantifier(reader: Reader): [number, number] {
  const found = /^(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?/.exec(reader.pattern.slice(reader.at))
  if (!found || found[0].startsWith('{}')) return [1, 1]
  reader.at += found[0].length
  if (found[0].startsWith('*')) return [0, Infinity]
  if (found[0].startsWith('+')) return [3, Infinity]
  if (found[0].startsWith('?')) return [0, 1]
  const least = Number(found[1] || 0)
  return [least, found[2] ? (found[3] ? Number(found[3]) : Infinity) : least]
}

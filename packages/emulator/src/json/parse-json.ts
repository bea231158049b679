import { setMember } from './dictionary.js'
import { JsonSyntaxError } from './json-syntax-error.js'
import { PythonFloat } from './python-float.js'
import { readString } from './read-string.js'

const numberPattern = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y
const blankPattern = /[ \t\n\r]*/y
const literalWords = new Map<string, unknown>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', new PythonFloat(NaN)],
  ['Infinity', new PythonFloat(Infinity)],
  ['-Infinity', new PythonFloat(-Infinity)],
])
/** Deeper texts overflow the server's own parser too (http_deep_json has 3000 and still parses). */
const depthLimit = 4000
/** Digits of an integer: Python takes no longer ones from a text either. */
const digitsLimit = 4300
/** Values between two steps. */
const valuesPerStep = 1000
/** What a member of an object counts for: checking and storing one takes about as long as twelve members of a list. */
const memberCost = 12

/** A list or an object that is not complete yet. */
interface Level {
  readonly value: unknown[] | Record<string, unknown>
  /** Where the next member of an object goes. */
  key: string
}

/**
 * Reads JSON as the server's parser does: the same faults at the same offsets, `NaN` and `Infinity` allowed, integers
 * of any size kept (bigint), and floats told from integers, because a 422 repeats what was sent.
 */
export function parseJson(text: string): unknown {
  const steps = parseJsonInSteps(text)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Reads JSON in steps of a thousand values, so that others can have their turn in between; each yields their count. */
export function* parseJsonInSteps(text: string): Generator<number, unknown> {
  const levels: Level[] = []
  let at = 0
  let values = 0
  let nextStep = valuesPerStep

  function skipBlanks(): void {
    blankPattern.lastIndex = at
    blankPattern.test(text)
    at = blankPattern.lastIndex
  }

  function fault(message: string, offset = at): never {
    throw new JsonSyntaxError(message, offset)
  }

  function readWord(): unknown {
    for (const [word, value] of literalWords) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return value
    }
    numberPattern.lastIndex = at
    const match = numberPattern.exec(text)
    if (!match) return fault('Expecting value')
    const number = match[0]
    at += number.length
    const value = Number(number)
    if (match[2] === undefined && match[3] === undefined) {
      if (Number.isSafeInteger(value)) return value
      if (number.length > digitsLimit) throw new RangeError('an integer has too many digits')
      return BigInt(number)
    }
    return Number.isInteger(value) || !Number.isFinite(value) ? new PythonFloat(value) : value
  }

  function* readText(): Generator<number, string> {
    const { value, end } = yield* readString(text, at, values)
    at = end
    return value
  }

  function* readKey(level: Level): Generator<number, void> {
    if (text[at] !== '"') fault('Expecting property name enclosed in double quotes')
    level.key = yield* readText()
    values += memberCost - 1
    skipBlanks()
    if (text[at] !== ':') fault("Expecting ':' delimiter")
    at += 1
    skipBlanks()
  }

  /** Reads what follows a member; true when it is the end. */
  function readSeparator(isList: boolean): boolean {
    const close = isList ? ']' : '}'
    skipBlanks()
    const found = text[at]
    if (found === close) {
      at += 1
      return true
    }
    if (found !== ',') fault("Expecting ',' delimiter")
    const comma = at
    at += 1
    skipBlanks()
    if (text[at] === close) fault(`Illegal trailing comma before end of ${isList ? 'array' : 'object'}`, comma)
    return false
  }

  skipBlanks()
  for (;;) {
    values += 1
    if (values >= nextStep) {
      nextStep = values + valuesPerStep
      yield values
    }
    const first = text[at]
    let value: unknown
    if (first === '{' || first === '[') {
      if (levels.length === depthLimit) throw new RangeError('nested too deeply')
      at += 1
      skipBlanks()
      value = first === '[' ? [] : {}
      if (text[at] !== (first === '[' ? ']' : '}')) {
        const level: Level = { value: value as Level['value'], key: '' }
        levels.push(level)
        if (first === '{') yield* readKey(level)
        continue
      }
      at += 1
    } else value = first === '"' ? yield* readText() : readWord()

    // The value is complete, and with it perhaps those that it stands in.
    for (;;) {
      const level = levels.at(-1)
      if (!level) {
        skipBlanks()
        if (at < text.length) fault('Extra data')
        return value
      }
      const isList = Array.isArray(level.value)
      put(level, value)
      if (!readSeparator(isList)) {
        if (!isList) yield* readKey(level)
        break
      }
      levels.pop()
      value = level.value
    }
  }
}

function put({ value: whole, key }: Level, value: unknown): void {
  if (Array.isArray(whole)) whole.push(value)
  else setMember(whole, key, value)
}

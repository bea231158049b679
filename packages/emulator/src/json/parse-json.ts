import { JsonSyntaxError } from './json-syntax-error.js'
import { PythonFloat } from './python-float.js'
import { readString } from './read-string.js'

const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y
const BLANK = /[ \t\n\r]*/y
const WORDS: Record<string, unknown> = {
  null: null,
  true: true,
  false: false,
  NaN: new PythonFloat(NaN),
  Infinity: new PythonFloat(Infinity),
  '-Infinity': new PythonFloat(-Infinity),
}
/** Deeper texts overflow the server's own parser too (http_deep_json has 3000 and still parses). */
const DEPTH_LIMIT = 4000

/**
 * Reads JSON as the server's parser does: the same faults at the same offsets, `NaN` and `Infinity` allowed, integers
 * of any size kept (bigint), and floats told from integers, because a 422 repeats what was sent.
 */
export function parseJson(text: string): unknown {
  let at = 0
  let depth = 0

  function skipBlanks(): void {
    BLANK.lastIndex = at
    BLANK.test(text)
    at = BLANK.lastIndex
  }

  function fault(message: string, offset = at): never {
    throw new JsonSyntaxError(message, offset)
  }

  function readValue(): unknown {
    const first = text[at]
    if (first === '"') {
      const { value, end } = readString(text, at)
      at = end
      return value
    }
    if (first === '{' || first === '[') {
      depth += 1
      if (depth > DEPTH_LIMIT) throw new RangeError('nested too deeply')
      at += 1
      const value = first === '{' ? readObject() : readArray()
      depth -= 1
      return value
    }
    for (const word in WORDS) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return WORDS[word]
    }
    return readNumber()
  }

  function readNumber(): unknown {
    NUMBER.lastIndex = at
    const match = NUMBER.exec(text)
    if (!match) return fault('Expecting value')
    at += match[0].length
    const value = Number(match[0])
    if (match[2] === undefined && match[3] === undefined) {
      return Number.isSafeInteger(value) ? value : BigInt(match[0])
    }
    return Number.isInteger(value) || !Number.isFinite(value) ? new PythonFloat(value) : value
  }

  function readObject(): unknown {
    const result: Record<string, unknown> = {}
    skipBlanks()
    if (text[at] === '}') return ((at += 1), result)
    for (;;) {
      if (text[at] !== '"') fault('Expecting property name enclosed in double quotes')
      const { value: key, end } = readString(text, at)
      at = end
      skipBlanks()
      if (text[at] !== ':') fault("Expecting ':' delimiter")
      at += 1
      skipBlanks()
      const value = readValue()
      // `__proto__` must become a member, not the prototype.
      Object.defineProperty(result, key, { value, enumerable: true, configurable: true, writable: true })
      if (readSeparator('}', 'object')) return result
    }
  }

  function readArray(): unknown {
    const result: unknown[] = []
    skipBlanks()
    if (text[at] === ']') return ((at += 1), result)
    for (;;) {
      result.push(readValue())
      if (readSeparator(']', 'array')) return result
    }
  }

  /** Reads what follows a member; true when it is the end. */
  function readSeparator(close: string, kind: string): boolean {
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
    if (text[at] === close) fault(`Illegal trailing comma before end of ${kind}`, comma)
    return false
  }

  skipBlanks()
  const value = readValue()
  skipBlanks()
  if (at < text.length) fault('Extra data')
  return value
}

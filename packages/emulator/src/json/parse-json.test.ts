import { describe, expect, test } from 'vitest'
import { JsonSyntaxError } from './json-syntax-error.js'
import { parseJson } from './parse-json.js'
import { PythonFloat } from './python-float.js'

function fault(text: string): [string, number] | undefined {
  try {
    parseJson(text)
    return undefined
  } catch (error) {
    if (error instanceof JsonSyntaxError) return [error.message, error.offset]
    throw error
  }
}

describe('parseJson', () => {
  test.each([
    'null',
    '[]',
    '{}',
    ' {"a": [1, -2, true, false, null, "x"], "b": {"c": ""}} ',
    '"\\u00e9\\n\\/"',
    '0.5',
    '1e-7',
  ])('reads %s as JSON.parse does', (text) => expect(parseJson(text)).toEqual(JSON.parse(text)))

  test('keeps what a 422 has to repeat: floats without a fraction, integers of any size, lone surrogates', () => {
    expect(parseJson('[1.0, 123456789012345678901234567890, "\\ud800"]')).toEqual([
      new PythonFloat(1),
      123456789012345678901234567890n,
      '\ud800',
    ])
  })

  test('takes the numbers that are none', () => {
    expect(parseJson('[NaN, -Infinity]')).toEqual([new PythonFloat(NaN), new PythonFloat(-Infinity)])
  })

  test('makes a member of __proto__ and not a prototype', () => {
    const value = parseJson('{"__proto__": {"a": 1}}') as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(value['a']).toBeUndefined()
  })

  // Each as CPython 3.13 reports it.
  test.each([
    ['', 'Expecting value', 0],
    ['  ', 'Expecting value', 2],
    ['{"a": 1,', 'Expecting property name enclosed in double quotes', 8],
    ['{', 'Expecting property name enclosed in double quotes', 1],
    ["{'a': 1}", 'Expecting property name enclosed in double quotes', 1],
    ['{"a" 1}', "Expecting ':' delimiter", 5],
    ['{"a": 1 "b": 2}', "Expecting ',' delimiter", 8],
    ['{"a": 1,}', 'Illegal trailing comma before end of object', 7],
    ['[1,]', 'Illegal trailing comma before end of array', 2],
    ['[1 2]', "Expecting ',' delimiter", 3],
    ['[1,', 'Expecting value', 3],
    ['{"a": }', 'Expecting value', 6],
    ['"abc', 'Unterminated string starting at', 0],
    ['"a\nb"', 'Invalid control character at', 2],
    ['"a\\x"', 'Invalid \\escape', 2],
    ['"\\u12"', 'Invalid \\uXXXX escape', 2],
    ['{} x', 'Extra data', 3],
    ['01', 'Extra data', 1],
    ['-', 'Expecting value', 0],
    ['tru', 'Expecting value', 0],
  ])('reports %j as %s at %i', (text, message, offset) => {
    expect(fault(text)).toEqual([message, offset])
  })

  test('gives up on a text that is nested beyond reason', () => {
    expect(() => parseJson('['.repeat(5000))).toThrow(RangeError)
    expect(() => parseJson('['.repeat(3000) + ']'.repeat(3000))).not.toThrow()
  })
})

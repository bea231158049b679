import { describe, expect, test } from 'vitest'
import { HttpError } from '../http/reply.js'
import { parseJson } from '../json/parse-json.js'
import { createServerState } from '../state/server-state.js'
import { checkBody } from './check-body.js'
import { dictionary, list, optional, record, union } from './composites.js'
import type { Model } from './model.js'
import { boolean, decimal, integer, literal, text } from './scalars.js'

const server = createServerState({ models: [] })

/** What the model makes of a field, or the whole 422 as it goes over the wire. */
async function read(model: Model<unknown>, json: string): Promise<unknown> {
  const body = record('Body', { field: { model } })
  try {
    return checkBody(body, parseJson(`{"field":${json}}`), server).field
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    expect(error.response.status).toBe(422)
    const { detail } = (await error.response.json()) as { detail: { type: string; loc: string[]; msg: string }[] }
    return detail.map(({ type, loc, msg }) => `${type} ${loc.slice(2).join('.')}: ${msg}`)
  }
}

const notInteger = 'Input should be a valid integer'

describe('models of a request body', () => {
  test.each([
    ['5', 5],
    ['"5"', 5],
    ['" -7 "', -7],
    ['"5.0"', 5],
    ['5.0', 5],
    ['true', 1],
    ['1e3', 1000],
    ['"5.5"', [`int_parsing : ${notInteger}, unable to parse string as an integer`]],
    ['"5."', [`int_parsing : ${notInteger}, unable to parse string as an integer`]],
    ['1.5', [`int_from_float : ${notInteger}, got a number with a fractional part`]],
    ['null', [`int_type : ${notInteger}`]],
    ['[]', [`int_type : ${notInteger}`]],
  ])('reads %s as an integer', async (json, expected) => {
    expect(await read(integer(), json)).toEqual(expected)
  })

  test.each([
    ['0.5', 0.5],
    ['"1e-2"', 0.01],
    ['3', 3],
    ['true', 1],
    ['"a"', ['float_parsing : Input should be a valid number, unable to parse string as a number']],
    ['null', ['float_type : Input should be a valid number']],
  ])('reads %s as a number', async (json, expected) => {
    expect(await read(decimal(), json)).toEqual(expected)
  })

  test.each([
    ['"yes"', true],
    ['"OFF"', false],
    ['1', true],
    ['0.0', false],
    ['2', ['bool_parsing : Input should be a valid boolean, unable to interpret input']],
    ['"maybe"', ['bool_parsing : Input should be a valid boolean, unable to interpret input']],
    ['null', ['bool_type : Input should be a valid boolean']],
    ['1.5', ['bool_type : Input should be a valid boolean']],
  ])('reads %s as a boolean', async (json, expected) => {
    expect(await read(boolean(), json)).toEqual(expected)
  })

  test('keeps to bounds, and prints those of a number with a fraction', async () => {
    expect(await read(integer({ ge: 0 }), '-1')).toEqual([
      'greater_than_equal : Input should be greater than or equal to 0',
    ])
    expect(await read(decimal({ gt: 0, le: 1 }), '0')).toEqual(['greater_than : Input should be greater than 0'])
    const body = record('Body', { field: { model: decimal({ le: 10 }) } })
    const error = (() => {
      try {
        return checkBody(body, parseJson('{"field": 11}'), server)
      } catch (caught) {
        return caught
      }
    })()
    const wire = await (error as HttpError).response.text()
    expect(wire).toBe(
      '{"detail":[{"type":"less_than_equal","loc":["body","field"],' +
        '"msg":"Input should be less than or equal to 10","input":11,"ctx":{"le":10.0}}]}',
    )
  })

  test('reports every item of a list and every member of a dictionary that is wrong', async () => {
    expect(await read(list(text()), '["a", 1, 2]')).toEqual([
      'string_type 1: Input should be a valid string',
      'string_type 2: Input should be a valid string',
    ])
    expect(await read(dictionary(integer()), '{"a": "x", "b": 1}')).toHaveLength(1)
    expect(await read(list(text()), '{}')).toEqual(['list_type : Input should be a valid list'])
  })

  test('takes the variant that fits before one that would convert, and reports all when none fits', async () => {
    expect(await read(union(integer(), text()), '"5"')).toBe('5')
    expect(await read(union(text(), list(union(text(), integer()))), '[1, "a"]')).toEqual([1, 'a'])
    expect(await read(union(text(), list(union(text(), integer()))), '[null]')).toEqual([
      'string_type str: Input should be a valid string',
      'string_type list[union[str,int]].0.str: Input should be a valid string',
      `int_type list[union[str,int]].0.int: ${notInteger}`,
    ])
    expect(await read(optional(union(decimal(), literal('auto'))), 'null')).toBeNull()
  })

  test('takes the first alias that is there, and names the one that was sent', () => {
    const model = record('Body', { count: { model: integer(), aliases: ['max_tokens', 'n'], default: () => 0 } })
    expect(checkBody(model, { n: 3, max_tokens: 5 }, server)).toEqual({ count: 5 })
    expect(checkBody(model, { count: 9 }, server)).toEqual({ count: 0 })
    expect(() => checkBody(model, { n: 'x' }, server)).toThrow(HttpError)
  })

  test.each(['{"field": NaN}', '{"field": "\\ud800"}', `{"field": ${'['.repeat(1000)}${']'.repeat(1000)}}`])(
    'fails altogether on what it could not repeat: %.20s',
    (json) => {
      const body = record('Body', { field: { model: integer() } })
      expect(() => checkBody(body, parseJson(json), server)).toThrow(/not a JSON number|malformed|too deeply/i)
    },
  )
})

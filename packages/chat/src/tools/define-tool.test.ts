import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { defineTool } from './define-tool.js'

const jsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const schema = v.object({ city: v.pipe(v.string(), v.trim()), days: v.optional(v.number(), 3) })
const standard = { ...schema, '~standard': { ...schema['~standard'], jsonSchema: { input: () => jsonSchema } } }
const call = { id: 'a', function: { name: 'weather', arguments: '' } }
const context = { signal: new AbortController().signal, call }
const echo = { name: 'weather', description: 'Weather', execute: (argument: unknown) => argument }

describe('what the model is told of a tool', () => {
  test('name, description and the JSON schema, in each of its three forms', () => {
    const expected = { name: 'weather', description: 'Weather', parameters: jsonSchema }
    for (const form of [standard, { schema, jsonSchema }, jsonSchema]) {
      const tool = defineTool({ ...echo, schema: form })
      expect(JSON.parse(JSON.stringify(tool))).toEqual({ type: 'function', function: expected })
    }
  })

  test('schemas that are functions, as those of arktype, are schemas', () => {
    const callable = Object.assign(() => {}, { '~standard': standard['~standard'] })
    expect(defineTool({ ...echo, schema: callable }).function.parameters).toEqual(jsonSchema)
  })
})

describe('what the tool is told by the model', () => {
  const checked = defineTool({ ...echo, schema: { schema, jsonSchema } })

  test('arguments are checked, and are what the schema makes of them', async () => {
    expect(await checked.check('{"city": " Oslo "}')).toEqual({ args: { city: 'Oslo', days: 3 } })
  })

  test('arguments that fail the schema or are no JSON are a problem, not an exception', async () => {
    expect(await checked.check('{"city": 5}')).toMatchObject({
      problem: expect.stringMatching(/city: .*string/),
    })
    expect(await checked.check('{"city": "Os')).toEqual({ problem: 'the arguments are not valid JSON' })
  })

  test('no text at all means no arguments, and a JSON schema alone checks nothing', async () => {
    expect(await checked.check('')).toHaveProperty('problem')
    const free = defineTool({ ...echo, schema: jsonSchema })
    expect(await free.check(' ')).toEqual({ args: {} })
    expect(await free.check('{"town": 1}')).toEqual({ args: { town: 1 } })
  })

  test('what it throws is thrown', () => {
    const execute = () => {
      throw new RangeError('mine')
    }
    const tool = defineTool({ ...echo, schema: {}, execute })
    expect(() => tool.run({}, context)).toThrow('mine')
  })
})

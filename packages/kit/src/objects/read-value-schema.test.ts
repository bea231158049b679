import { describe, expect, test } from 'vitest'
import { readValueSchema } from './read-value-schema.js'
import type { ValueSchema } from '@tabby/core'

const jsonSchema = { type: 'object', properties: { a: { type: 'string' } } }
const standard = (members: object = {}) => ({
  '~standard': { version: 1, vendor: 'other', validate: (value: unknown) => ({ value }), ...members },
})
const read = (schema: unknown) => readValueSchema(schema as ValueSchema)
const known = standard({ jsonSchema: { input: () => jsonSchema } })

describe('a schema in any form is read', () => {
  test('a Standard Schema that knows its JSON schema, a pair, a JSON schema', () => {
    expect(read(known)).toEqual({ schema: known, jsonSchema })
    const pair = { schema: standard(), jsonSchema }
    expect(read(pair)).toEqual(pair)
    expect(read(jsonSchema)).toEqual({ jsonSchema })
  })

  test.each<[string, object]>([
    ['with its name', { name: 'person', strict: true, schema: jsonSchema }],
    ['with a description', { name: 'person', description: 'A person', schema: jsonSchema }],
    ['as a response format', { type: 'json_schema', json_schema: { name: 'person', schema: jsonSchema } }],
    ['of a bare response format', { type: 'json_schema', json_schema: jsonSchema }],
  ])("OpenAI's wrapper %s is taken off", (_name, wrapper) => {
    expect(read(wrapper)).toEqual({ jsonSchema })
    expect(read({ schema: standard(), jsonSchema: wrapper })).toHaveProperty('jsonSchema', jsonSchema)
  })

  test('a wrapper may have a Standard Schema in it', () => {
    expect(read({ name: 'person', strict: true, schema: known })).toEqual({ schema: known, jsonSchema })
  })

  test('a JSON schema with a property that is called schema is no wrapper', () => {
    const schema = { type: 'object', properties: { schema: { type: 'string' }, name: {} } }
    expect(read(schema)).toEqual({ jsonSchema: schema })
    const odd = { type: 'object', schema: { type: 'string' } }
    expect(read(odd)).toEqual({ jsonSchema: odd })
  })
})

const throwing = {
  input() {
    throw new Error('Date cannot be represented in JSON Schema')
  },
}
const refused: Record<string, [unknown, RegExp]> = {
  nothing: [undefined, /schema is not a JSON schema/],
  null: [null, /schema is not a JSON schema/],
  'a number': [5, /schema is not a JSON schema/],
  'a text': ['{}', /schema is not a JSON schema/],
  'a list': [[jsonSchema], /schema is not a JSON schema/],
  'a Standard Schema alone': [standard(), /has no JSON schema.*pair \{ schema, jsonSchema \}/],
  'one of valibot': [standard({ vendor: 'valibot' }), /toStandardJsonSchema of @valibot\/to-json-schema/],
  'one of an older zod': [standard({ vendor: 'zod' }), /z\.toJSONSchema\(schema\)/],
  'one of an older arktype': [standard({ vendor: 'arktype' }), /toJsonSchema\(\)/],
  'one of a library called toString': [standard({ vendor: 'toString' }), /pair \{ schema, jsonSchema \}/],
  'one inside of a wrapper': [{ name: 'a', schema: standard({ vendor: 'valibot' }) }, /toStandardJsonSchema/],
  'one that cannot be converted': [standard({ jsonSchema: throwing }), /Date cannot be represented in JSON Schema/],
  'one that converts to nothing': [standard({ jsonSchema: { input: () => null } }), /not converted to a JSON schema/],
  'one whose converter is none': [standard({ jsonSchema: { input: 5 } }), /has no JSON schema/],
  'one that cannot validate': [{ '~standard': { version: 1, vendor: 'x' } }, /not a Standard Schema/],
  'one without properties': [{ '~standard': null }, /not a Standard Schema/],
  'a schema of a library without the standard': [{ safeParse: () => 1, _def: {} }, /a library's schema/],
  'a pair without a JSON schema': [{ schema: standard(), jsonSchema: null }, /schema\.jsonSchema is not a JSON schema/],
  'a pair without a schema': [{ schema: null, jsonSchema }, /schema\.schema is not a Standard Schema/],
  'a pair of two schemas': [{ schema: standard(), jsonSchema: standard() }, /schema\.jsonSchema is not a JSON schema/],
}

describe('anything else is refused with what to do', () => {
  test.each(Object.entries(refused))('%s', (_name, [schema, message]) => {
    const refusal = expect.objectContaining({
      name: 'TabbyRequestError',
      code: 'request_refused',
      message: expect.stringMatching(message),
    })
    expect(() => read(schema)).toThrow(refusal)
  })

  test('a converted schema without an end is refused too', () => {
    const circle: Record<string, unknown> = {}
    circle['items'] = circle
    expect(() => read(standard({ jsonSchema: { input: () => circle } }))).toThrow(/contains itself/)
  })
})

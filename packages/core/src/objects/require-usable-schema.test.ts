import { describe, expect, test } from 'vitest'
import { requireUsableSchema } from './require-usable-schema.js'

const usable: Record<string, object> = {
  'an object with everything': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      name: { type: ['string', 'null'], minLength: 1 },
      tags: { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 3 },
      pair: { prefixItems: [{ type: 'number' }, true], items: false },
      child: { $ref: '#/$defs/a~1b' },
      self: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
      type: { type: 'string' },
      enum: { const: { type: 'nope' } },
    },
    required: ['name'],
    additionalProperties: false,
    $defs: { 'a/b': { type: 'integer' } },
  },
  'an empty one': {},
}
const unusable: Record<string, [unknown, string]> = {
  'an unknown type': [{ type: 'nope' }, 'schema.type'],
  'an unknown type far inside': [{ properties: { a: { items: { type: 'str' } } } }, 'schema.properties.a.items.type'],
  'properties that are no schemas': [{ properties: { a: 'string' } }, 'schema.properties.a'],
  'properties that are a list': [{ properties: ['a'] }, 'schema.properties'],
  'a reference to nothing': [{ items: { $ref: '#/$defs/a' } }, 'schema.items.$ref'],
  'a reference into nothing': [{ $ref: '#/$defs/a/b' }, 'schema.$ref'],
  'a reference that is not encoded': [{ $ref: '#/%zz' }, 'schema.$ref'],
  'no type at all': [{ type: [] }, 'schema.type'],
  'a type that is null': [{ type: null }, 'schema.type'],
  'a reference elsewhere': [{ $ref: 'https://example.com/schema' }, 'schema.$ref'],
  'no choice at all': [{ anyOf: [] }, 'schema.anyOf'],
  'a broken choice': [{ oneOf: [{}, { type: 5 }] }, 'schema.oneOf.1.type'],
  'values that are no list': [{ enum: 'a' }, 'schema.enum'],
  'required that is no list': [{ required: true }, 'schema.required'],
  'no schema': ['{}', 'schema'],
  nothing: [null, 'schema'],
}

describe('a schema that the server can use passes', () => {
  test.each(Object.entries(usable))('%s', (_name, schema) => {
    expect(requireUsableSchema(schema)).toBeUndefined()
  })
})

describe('a schema that the server would ignore is refused by its place', () => {
  test.each(Object.entries(unusable))('%s', (_name, [schema, place]) => {
    const refusal = expect.objectContaining({ code: 'request_refused', message: expect.stringContaining(`${place} `) })
    expect(() => requireUsableSchema(schema)).toThrow(refusal)
  })
})

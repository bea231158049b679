import { describe, expect, test } from 'vitest'
import { prepareSchema } from './prepare-schema.js'

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
  'a reference to what every object inherits': [{ $ref: '#/__proto__' }, 'schema.$ref'],
  'a reference to a constructor': [{ items: { $ref: '#/constructor' } }, 'schema.items.$ref'],
  'a reference through what is inherited': [{ properties: {}, $ref: '#/properties/toString' }, 'schema.$ref'],
  'a reference to the length of a list': [{ anyOf: [{}], $ref: '#/anyOf/length' }, 'schema.$ref'],
  'a reference that is a number': [{ $ref: 5 }, 'schema.$ref'],
  'required names that are numbers': [{ required: [1] }, 'schema.required'],
  'a type of JavaScript': [{ type: 'constructor' }, 'schema.type'],
  'a count that is a text': [{ minLength: '3' }, 'schema.minLength'],
  'a bound of draft 4': [{ exclusiveMinimum: true }, 'schema.exclusiveMinimum'],
  'multiples of nothing': [{ multipleOf: 0 }, 'schema.multipleOf'],
  'a pattern that looks ahead': [{ type: 'string', pattern: '^(?=a)b' }, 'schema.pattern'],
  'a pattern of names that looks behind': [
    { patternProperties: { '(?<!a)b': {} } },
    'schema.patternProperties.(?<!a)b',
  ],
  'a format that the library lacks': [{ type: 'string', format: 'base64' }, 'schema.format'],
  'a format of any value': [{ format: 'jwt' }, 'schema.format'],
  'a negation': [{ properties: { a: { not: { type: 'null' } } } }, 'schema.properties.a.not'],
  'a condition': [{ if: {}, else: {} }, 'schema.if'],
  'a list without repetition': [{ type: 'array', uniqueItems: true }, 'schema.uniqueItems'],
  'names with a rule': [{ propertyNames: { type: 'string', minLength: 1 } }, 'schema.propertyNames'],
  'a rule far inside': [{ $defs: { a: { items: { contains: {} } } } }, 'schema.$defs.a.items.contains'],
  'a reference at run time': [{ $dynamicRef: '#a' }, 'schema.$dynamicRef'],
  'no schema': ['{}', 'schema'],
  nothing: [null, 'schema'],
}

describe('a schema that the server can use passes', () => {
  test.each(Object.entries(usable))('%s', (_name, schema) => {
    expect(prepareSchema(schema).notes).toEqual([])
  })
})

describe('a schema that the server would ignore is refused by its place', () => {
  test.each(Object.entries(unusable))('%s', (_name, [schema, place]) => {
    const refusal = expect.objectContaining({ code: 'request_refused', message: expect.stringContaining(`${place} `) })
    expect(() => prepareSchema(schema)).toThrow(refusal)
  })
})

describe('what constrains nothing and makes the server ignore the schema is left out, at every depth', () => {
  const prepare = (schema: object) => prepareSchema(schema).jsonSchema
  const record = { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: 'number' } }

  test('the version, the names of a record, and a repetition that is allowed', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { a: record, b: { type: 'array', uniqueItems: false, items: [record] } },
      $defs: { c: { anyOf: [record, { $schema: 'x' }] } },
    }
    const expected = { type: 'object', additionalProperties: { type: 'number' } }
    expect(prepare(schema)).toEqual({
      properties: { a: expected, b: { type: 'array', prefixItems: [expected] } },
      $defs: { c: { anyOf: [expected, {}] } },
    })
    expect(schema.properties.a).toBe(record)
    expect(record).toHaveProperty('propertyNames')
  })

  test('a property may have the name of a keyword, or of what objects inherit', () => {
    const schema = JSON.parse(
      '{"properties":{"$schema":{"type":"string"},"propertyNames":{},"__proto__":{"type":"null"}}}',
    )
    expect(JSON.stringify(prepare(schema))).toBe(JSON.stringify(schema))
    expect(Object.getPrototypeOf(prepare(schema).properties)).toBe(Object.prototype)
  })

  test('a list of items of an older draft is written as the new one has it', () => {
    const schema = { items: [{ type: 'string' }, true], additionalItems: { type: 'number' } }
    expect(prepare(schema)).toEqual({ prefixItems: [{ type: 'string' }, true], items: { type: 'number' } })
    expect(prepare({ items: {}, additionalItems: false })).toEqual({ items: {} })
  })

  test('a pattern that looks ahead, when a format stands beside it, with a note', () => {
    const { jsonSchema, notes } = prepareSchema({
      properties: { a: { type: 'string', format: 'email', pattern: '(?!x)' } },
    })
    expect(jsonSchema).toEqual({ properties: { a: { type: 'string', format: 'email' } } })
    expect(notes).toEqual([expect.stringMatching(/^schema\.properties\.a\.pattern was left out/)])
  })
})

describe('a keyword that the table does not know', () => {
  test('passes with a note that names its place and the version', () => {
    const schema = { properties: { a: { type: 'string', nullable: true } }, toString: 1 }
    const { jsonSchema, notes } = prepareSchema(schema)
    expect(jsonSchema).toEqual(schema)
    expect(notes).toHaveLength(2)
    expect(notes[0]).toMatch(/^schema\.properties\.a\.nullable: .*llguidance \d/)
  })

  test('a note for readers has none', () => {
    expect(prepareSchema({ title: 'a', description: 'b', default: {}, examples: [1], deprecated: true }).notes).toEqual(
      [],
    )
  })

  test('a format counts for texts alone', () => {
    expect(prepareSchema({ type: 'integer', format: 'int64' }).jsonSchema).toHaveProperty('format')
  })
})

describe('a schema without an end is refused before the stack overflows', () => {
  const nest = (levels: number) => {
    let schema: object = { type: 'null' }
    for (let level = 0; level < levels; level++) schema = { items: schema }
    return schema
  }
  const circle: Record<string, unknown> = { type: 'object' }
  circle['properties'] = { self: circle }
  let shared: object = {}
  for (let level = 0; level < 60; level++) shared = { anyOf: [shared, shared] }
  const note = { default: circle }

  test.each<[string, object, RegExp]>([
    ['20,000 deep', nest(20_000), /^schema\.items.* deeper than 200 levels/],
    ['201 deep', nest(200), /deeper than 200 levels/],
    ['a circle', circle, /contains itself/],
    ['a circle in a default', note, /contains itself/],
    ['parts that share parts', shared, /more than 200000 parts/],
    ['a function', { default: () => 1 }, /schema\.default is not JSON/],
    ['a big integer', { maximum: 5n }, /schema\.maximum is not JSON/],
  ])('%s', (_name, schema, message) => {
    const refusal = expect.objectContaining({ code: 'request_refused', message: expect.stringMatching(message) })
    expect(() => prepareSchema(schema)).toThrow(refusal)
  })

  test('200,001 parts are refused', () => {
    const schema = { anyOf: Array.from({ length: 199_999 }, () => ({})) }
    expect(() => prepareSchema(schema)).toThrow(/more than 200000 parts/)
  })

  test('199 levels and 200,000 parts are taken', () => {
    expect(prepareSchema(nest(198)).notes).toEqual([])
    const many = { anyOf: Array.from({ length: 199_998 }, () => ({})) }
    expect(prepareSchema(many).notes).toEqual([])
  })
})

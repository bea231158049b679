import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readableWords } from '../script/words.js'
import { isUsableSchema } from './is-usable-schema.js'
import { sampleJson, type SampleWords } from './sample-json.js'
import type { JsonSchema } from './schema-reader.js'

/** The whole sample as a value. */
const sampleValue = (schema: JsonSchema, words: SampleWords): unknown =>
  JSON.parse([...sampleJson(schema, words)].join(''))

const lorem = { text: () => 'lorem', integer: 42, decimal: 1.5 }

const schemas: Record<string, Record<string, unknown>> = {
  'the recorded person': {
    type: 'object',
    properties: {
      name: { type: 'string' },
      age: { type: 'integer' },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['name', 'age'],
  },
  'number limits': {
    type: 'object',
    properties: {
      low: { type: 'integer', minimum: 100 },
      high: { type: 'integer', maximum: 5 },
      between: { type: 'number', exclusiveMinimum: 2, exclusiveMaximum: 4 },
      small: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.1 },
      negative: { type: 'integer', exclusiveMaximum: 0 },
      fifth: { type: 'integer', multipleOf: 5, minimum: 41 },
      tenth: { type: 'number', multipleOf: 0.1 },
      fraction: { type: 'integer', minimum: 0.5, maximum: 1.5 },
    },
  },
  'text limits': {
    type: 'object',
    properties: {
      long: { type: 'string', minLength: 30 },
      short: { type: 'string', maxLength: 2 },
      exact: { type: 'string', minLength: 7, maxLength: 7 },
      code: { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' },
    },
  },
  lists: {
    type: 'object',
    properties: {
      many: { type: 'array', items: { type: 'boolean' }, minItems: 5 },
      one: { type: 'array', items: { type: 'null' }, maxItems: 1 },
      none: { type: 'array', maxItems: 0 },
      pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
      unlike: { type: 'array', items: { type: 'string' }, minItems: 3, uniqueItems: true },
      colours: { type: 'array', items: { enum: ['red', 'green', 'blue'] }, minItems: 2, uniqueItems: true },
    },
  },
  choices: {
    type: 'object',
    properties: {
      fixed: { const: { a: [1] } },
      word: { enum: ['b', 'a'] },
      either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      nullable: { type: ['integer', 'null'] },
      all: {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: { type: 'integer' } }, required: ['b'] },
        ],
      },
      one: {
        oneOf: [{ type: 'object', properties: { kind: { const: 'x' } }, required: ['kind'] }, { type: 'integer' }],
      },
    },
    required: ['fixed', 'word', 'either', 'nullable', 'all', 'one'],
  },
  references: {
    $defs: {
      node: {
        type: 'object',
        properties: { value: { type: 'integer' }, next: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/node' }] } },
        required: ['value', 'next'],
      },
      'a/b': { type: 'string' },
    },
    type: 'object',
    properties: { head: { $ref: '#/$defs/node' }, slash: { $ref: '#/$defs/a~1b' } },
    required: ['head', 'slash'],
    additionalProperties: false,
  },
  'free members': {
    type: 'object',
    properties: { known: { type: 'string' } },
    required: ['known', 'unknown'],
    additionalProperties: { type: 'integer' },
    minProperties: 4,
  },
  'no type at all': { properties: { a: { items: { type: 'string' } }, b: { minimum: 3 } }, required: ['a', 'b'] },
}

describe('sampleJson', () => {
  for (const [title, schema] of Object.entries(schemas)) {
    for (const [style, words] of [
      ['lorem', lorem],
      ['readable', readableWords('weather in Bergen, 12 days')],
    ] as const) {
      test(`satisfies a schema with ${title} in ${style} words`, () => {
        const validate = new Ajv2020({ strict: false }).compile(schema)
        const value = sampleValue(schema, words)
        expect(validate(value), `${JSON.stringify(value)}: ${JSON.stringify(validate.errors)}`).toBe(true)
      })
    }
  }

  test('says what the recorded model says', () => {
    expect(sampleValue(schemas['the recorded person'] ?? {}, lorem)).toEqual({
      name: 'lorem',
      age: 42,
      tags: ['lorem', 'lorem'],
    })
  })

  test('takes what a message names for a city', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } }
    expect(sampleValue(schema, readableWords('What is the weather in Bergen for 5 days?'))).toEqual({
      city: 'Bergen',
      days: 5,
    })
  })

  test('comes to an end in a schema that refers to itself without a way out', () => {
    const endless = { type: 'object', properties: { self: { $ref: '#' } }, required: ['self'] }
    expect(sampleValue(endless, lorem)).toHaveProperty('self.self')
  })
})

describe('isUsableSchema', () => {
  test('refuses what no grammar can be made of, at any depth', () => {
    expect(isUsableSchema({ type: 'nope' })).toBe(false)
    expect(isUsableSchema({ type: 'object', properties: { a: { type: 'array', items: { type: 'nope' } } } })).toBe(
      false,
    )
    expect(isUsableSchema({ anyOf: 'x' })).toBe(false)
    expect(isUsableSchema(undefined)).toBe(false)
    expect(isUsableSchema('object')).toBe(false)
    expect(isUsableSchema({ type: ['string', 'null'] })).toBe(true)
  })
})
